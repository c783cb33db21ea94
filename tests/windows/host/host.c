/* Stands for Excel and its VBA: starts Python through the DLL of xlwings, and calls functions by IDispatch.

   host.exe DLL     reads requests from standard input, one a line, parts between tabs; every answer ends with a line "."

   server COMMAND                    start Python, as the DLL is asked to;  kill  ends it as Restart does
   sheet NAME                        a new sheet, or an old one emptied; what follows is about the last one
   cell ROW COLUMN VALUE             fill ROW COLUMN COUNT FIRST STEP;  used TOP LEFT BOTTOM RIGHT
   fail TIMES CODE                   the values of the sheet are refused so often
   caller none | caller SHEET,ROW,COLUMN,HEIGHT,WIDTH
   udf MODULE NAME VALUE...          CallUDF(module, name, Array(values), workbook, caller), as the VBA of xlwings
   call METHOD VALUE...              a method of the server; a VALUE of "(" begins an array, ")" ends it
   time TIMES udf|call ...           the milliseconds of each of so many

   VALUE: n:2 a number, s:text, b:1 a logical, d:46000 a date, c:9.5 currency, e:2042 an error, o: left out, m: empty,
   r:SHEET,ROW,COLUMN,HEIGHT,WIDTH[,ROW,COLUMN,HEIGHT,WIDTH] a reference.  In texts \t, \n and \\ stand for themselves. */
#include "excel_objects.h"
#include <stdio.h>
#include <stdlib.h>

typedef HRESULT(__stdcall *ACTIVATE)(VARIANT *, const char *, long);
enum { LONGEST_LINE = 200000, MOST_PARTS = 20000 };
static ACTIVATE activate;
static IDispatch *server;
static char command[8000], line[LONGEST_LINE], *part[MOST_PARTS];
static GRID *grid;
static GRID *caller_grid;
static AREA caller;

static double now(void) {
    LARGE_INTEGER ticks, frequency;
    QueryPerformanceCounter(&ticks); QueryPerformanceFrequency(&frequency);
    return ticks.QuadPart * 1000.0 / frequency.QuadPart;
}
static void unescape(char *text) {
    char *to = text;
    for (; *text; text++) {
        if (*text == '\\' && text[1]) { text++; *to++ = *text == 't' ? '\t' : *text == 'n' ? '\n' : *text; }
        else *to++ = *text;
    }
    *to = 0;
}
static void show_text(BSTR text) {
    int size = WideCharToMultiByte(CP_UTF8, 0, text ? text : L"", -1, 0, 0, 0, 0);
    char *utf8 = malloc(size);
    WideCharToMultiByte(CP_UTF8, 0, text ? text : L"", -1, utf8, size, 0, 0);
    for (char *at = utf8; *at; at++) {
        if (*at == '\t') fputs("\\t", stdout);
        else if (*at == '\n') fputs("\\n", stdout);
        else if (*at == '\\') fputs("\\\\", stdout);
        else putchar(*at);
    }
    free(utf8);
}
static void show(VARIANT *value) {
    switch (value->vt) {
    case VT_EMPTY: case VT_NULL: printf("m:"); return;
    case VT_R8: printf("n:%.17g", value->dblVal); return;
    case VT_I4: printf("i:%ld", value->lVal); return;
    case VT_BOOL: printf("b:%d", value->boolVal != 0); return;
    case VT_ERROR: printf("e:%ld", value->scode - (LONG)0x800A0000); return;
    case VT_BSTR: printf("s:"); show_text(value->bstrVal); return;
    }
    if (!(value->vt & VT_ARRAY)) { printf("vt:%x", value->vt); return; }
    SAFEARRAY *array = value->parray; UINT dimensions = SafeArrayGetDim(array); LONG low[2] = {0, 0}, high[2] = {0, 0};
    for (UINT i = 0; i < dimensions && i < 2; i++) { SafeArrayGetLBound(array, i + 1, &low[i]); SafeArrayGetUBound(array, i + 1, &high[i]); }
    for (LONG row = low[0]; row <= high[0]; row++) {
        for (LONG column = low[1]; column <= high[1]; column++) {
            LONG at[2] = {row, column}; VARIANT element = empty_value();
            SafeArrayGetElement(array, at, &element);
            if (column > low[1]) putchar('\t');
            show(&element); VariantClear(&element);
        }
        if (row < high[0]) putchar(dimensions > 1 ? '\n' : '\t');
    }
}

static GRID *named_sheet(const char *name, BOOL fresh) {
    VARIANT wide = text_value(name); GRID *found = sheet_of(wide.bstrVal, fresh);
    VariantClear(&wide);
    return found;
}
static int read_areas(char *text, GRID **sheet, AREA *areas) {
    char *comma = strchr(text, ','); int count = 0;
    *comma = 0; *sheet = named_sheet(text, FALSE); *comma = ',';
    for (char *at = comma; at && count < MOST_AREAS; count++) {
        AREA *area = &areas[count];
        sscanf(at + 1, "%d,%d,%d,%d", &area->row, &area->column, &area->height, &area->width);
        for (int i = 0; i < 4 && at; i++) at = strchr(at + 1, ',');
    }
    return count;
}
static VARIANT read_value(char *text) {
    VARIANT value = empty_value(); GRID *sheet; AREA areas[MOST_AREAS]; int count;
    switch (text[0]) {
    case 'n': return number_value(atof(text + 2));
    case 's': unescape(text + 2); return text_value(text + 2);
    case 'b': value.vt = VT_BOOL; value.boolVal = atoi(text + 2) ? VARIANT_TRUE : VARIANT_FALSE; break;
    case 'd': value.vt = VT_DATE; value.date = atof(text + 2); break;
    case 'c': value.vt = VT_CY; value.cyVal.int64 = (long long)(atof(text + 2) * 10000 + .5); break;
    case 'e': value.vt = VT_ERROR; value.scode = 0x800A0000 + atoi(text + 2); break;
    case 'o': value.vt = VT_ERROR; value.scode = DISP_E_PARAMNOTFOUND; break;
    case 'r': count = read_areas(text + 2, &sheet, areas); value.vt = VT_DISPATCH; value.pdispVal = make_range(sheet, areas, count); break;
    }
    return value;
}
static VARIANT read_array(char **parts, int count) {
    SAFEARRAY *array = SafeArrayCreateVector(VT_VARIANT, 0, count); VARIANT made = empty_value();
    for (LONG i = 0; i < count; i++) {
        VARIANT value = read_value(parts[i]);
        SafeArrayPutElement(array, &i, &value); VariantClear(&value);
    }
    made.vt = VT_ARRAY | VT_VARIANT; made.parray = array;
    return made;
}
/* Call a method of the server; the arguments of IDispatch stand in reverse. */
static HRESULT call(const char *method, VARIANT *arguments, int count, VARIANT *answer) {
    VARIANT name = text_value(method); DISPID number; EXCEPINFO why; UINT bad;
    DISPPARAMS given = {arguments, 0, count, 0};
    memset(&why, 0, sizeof why); *answer = empty_value();
    HRESULT result = IDispatch_GetIDsOfNames(server, &IID_NULL, &name.bstrVal, 1, 0, &number);
    if (!result) result = IDispatch_Invoke(server, number, &IID_NULL, 0, DISPATCH_METHOD, &given, answer, &why, &bad);
    if (result) { answer->vt = VT_BSTR; answer->bstrVal = why.bstrDescription ? why.bstrDescription : SysAllocString(L"no description"); }
    VariantClear(&name);
    return result;
}
static HRESULT run(char **parts, int count, VARIANT *answer) {
    VARIANT arguments[20]; int given = 0; HRESULT result;
    if (!strcmp(parts[0], "udf")) {
        VARIANT all[5] = {empty_value(), empty_value(), read_array(parts + 3, count - 3), text_value(parts[2]), text_value(parts[1])};
        all[0].vt = all[1].vt = VT_DISPATCH;
        if (caller_grid) all[0].pdispVal = make_range(caller_grid, &caller, 1);
        all[1].pdispVal = make_workbook();
        result = call("CallUDF", all, 5, answer);
        for (int i = 0; i < 5; i++) VariantClear(&all[i]);
        return result;
    }
    VARIANT forward[20];
    for (int i = 2; i < count && given < 20; i++) {
        if (strcmp(parts[i], "(")) { forward[given++] = read_value(parts[i]); continue; }
        int end = i + 1;
        while (end < count && strcmp(parts[end], ")")) end++;
        forward[given++] = read_array(parts + i + 1, end - i - 1);
        i = end;
    }
    for (int i = 0; i < given; i++) arguments[i] = forward[given - 1 - i];
    result = call(parts[1], arguments, given, answer);
    for (int i = 0; i < given; i++) VariantClear(&arguments[i]);
    return result;
}
static void answer_request(int count) {
    VARIANT value; HRESULT result = S_OK; double start = now(); char *what = part[0];
    if (!strcmp(what, "server")) {
        unescape(part[1]); strncpy(command, part[1], sizeof command - 1);
        value = empty_value(); result = activate(&value, command, 1);
        server = result || value.vt != VT_DISPATCH ? 0 : value.pdispVal;
        printf("%lx\t%.0f\n", result, now() - start);
        if (result) { show(&value); putchar('\n'); }
    } else if (!strcmp(what, "kill")) { value = empty_value(); printf("%lx\n", activate(&value, command, -1)); server = 0; }
    else if (!strcmp(what, "sheet")) grid = named_sheet(part[1], TRUE);
    else if (!strcmp(what, "cell")) put_cell(grid, atoi(part[1]), atoi(part[2]), read_value(part[3]));
    else if (!strcmp(what, "fill")) for (int i = 0; i < atoi(part[3]); i++) put_cell(grid, atoi(part[1]) + i, atoi(part[2]), number_value(atof(part[4]) + i * atof(part[5])));
    else if (!strcmp(what, "used")) { grid->top = atoi(part[1]); grid->left = atoi(part[2]); grid->bottom = atoi(part[3]); grid->right = atoi(part[4]); }
    else if (!strcmp(what, "fail")) { grid->failures = atoi(part[1]); grid->failure = strtoul(part[2], 0, 16); }
    else if (!strcmp(what, "caller")) { caller_grid = 0; if (strcmp(part[1], "none")) read_areas(part[1], &caller_grid, &caller); }
    else if (!strcmp(what, "time")) {
        int times = atoi(part[1]);
        objects_asked = 0;
        for (int i = 0; i < times; i++) { result = run(part + 2, count - 2, &value); VariantClear(&value); }
        printf("%lx\t%.4f\t%ld\n", result, (now() - start) / times, objects_asked / times);
    } else if (!strcmp(what, "udf") || !strcmp(what, "call")) {
        objects_asked = 0; result = run(part, count, &value);
        printf("%lx\t%.4f\t%ld\n", result, now() - start, objects_asked);
        show(&value); putchar('\n'); VariantClear(&value);
    } else printf("unknown request %s\n", what);
}
int main(int count, char **arguments) {
    (void)count;
    CoInitialize(0); start_objects();
    HMODULE library = LoadLibraryA(arguments[1]);
    activate = (ACTIVATE)(void *)GetProcAddress(library, "XLPyDLLActivateAuto");
    printf(library && activate ? "ready\n.\n" : "no DLL\n.\n"); fflush(stdout);
    while (fgets(line, sizeof line, stdin)) {
        int parts = 0;
        line[strcspn(line, "\r\n")] = 0;
        for (char *at = line; at && parts < MOST_PARTS; parts++) { part[parts] = at; at = strchr(at, '\t'); if (at) *at++ = 0; }
        answer_request(parts);
        printf(".\n"); fflush(stdout);
    }
    return 0;
}
