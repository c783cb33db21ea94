/* See excel_objects.h. */
#include "excel_objects.h"
#include <stdio.h>
#include <stdlib.h>

enum { APPLICATION, WORKBOOK, SHEETS, WORKSHEET, RANGE, FUNCTIONS, KINDS };
enum { VALUE = -1, ENUMERATOR = -2 };

static const wchar_t *kind_name[KINDS] = {L"_Application", L"_Workbook", L"Sheets", L"_Worksheet", L"Range", L"WorksheetFunction"};
#define EXCEL_ID(number) {number, 0, 0, {0xC0, 0, 0, 0, 0, 0, 0, 0x46}}
static const GUID kind_id[KINDS] = {EXCEL_ID(0x000208D5), EXCEL_ID(0x000208DA), EXCEL_ID(0x000208D7), EXCEL_ID(0x000208D8), EXCEL_ID(0x00020846), EXCEL_ID(0x00020845)};

/* The numbers of members in Excel's type library. */
enum {
    M_DEFAULT = 0, M_VALUE = 6, M_NAME = 110, M_COUNT = 118, M_APPLICATION = 148, M_PARENT = 150, M_ITEM = 170, M_RANGE = 197,
    M_ADDRESS = 236, M_CELLS = 238, M_COLUMN = 240, M_COLUMNS = 241, M_ROW = 257, M_ROWS = 258, M_FULL_NAME = 289, M_PATH = 291,
    M_ACTIVE_SHEET = 307, M_ACTIVE_BOOK = 308, M_WORKSHEET = 348, M_VERSION = 392, M_USED = 412, M_WORKSHEETS = 494,
    M_AREAS = 568, M_VALUE2 = 1388, M_FUNCTIONS = 1440, M_HWND = 1950, M_COUNT_LARGE = 2499, M_COUNT_A = 0x40A9, M_ENUM = -4
};

/* What each kind of object has: the kind of object it gives, its parameters, and how many of them may be left out. */
typedef struct {
    int kind;
    const wchar_t *name;
    DISPID number;
    int gives, parameters, optional;
} MEMBER;
static const MEMBER members[] = {
    {APPLICATION, L"Application", M_APPLICATION, APPLICATION, 0, 0}, {APPLICATION, L"Name", M_NAME, VALUE, 0, 0},
    {APPLICATION, L"Version", M_VERSION, VALUE, 0, 0}, {APPLICATION, L"Hwnd", M_HWND, VALUE, 0, 0},
    {APPLICATION, L"ActiveWorkbook", M_ACTIVE_BOOK, WORKBOOK, 0, 0}, {APPLICATION, L"WorksheetFunction", M_FUNCTIONS, FUNCTIONS, 0, 0},
    {WORKBOOK, L"Application", M_APPLICATION, APPLICATION, 0, 0}, {WORKBOOK, L"Name", M_NAME, VALUE, 0, 0},
    {WORKBOOK, L"FullName", M_FULL_NAME, VALUE, 0, 0}, {WORKBOOK, L"Path", M_PATH, VALUE, 0, 0},
    {WORKBOOK, L"Worksheets", M_WORKSHEETS, SHEETS, 0, 0}, {WORKBOOK, L"ActiveSheet", M_ACTIVE_SHEET, WORKSHEET, 0, 0},
    {SHEETS, L"_Default", M_DEFAULT, WORKSHEET, 1, 0}, {SHEETS, L"Item", M_ITEM, WORKSHEET, 1, 0}, {SHEETS, L"Count", M_COUNT, VALUE, 0, 0},
    {SHEETS, L"_NewEnum", M_ENUM, ENUMERATOR, 0, 0},
    {WORKSHEET, L"Application", M_APPLICATION, APPLICATION, 0, 0}, {WORKSHEET, L"Parent", M_PARENT, WORKBOOK, 0, 0},
    {WORKSHEET, L"Name", M_NAME, VALUE, 0, 0}, {WORKSHEET, L"Cells", M_CELLS, RANGE, 0, 0},
    {WORKSHEET, L"Range", M_RANGE, RANGE, 2, 1}, {WORKSHEET, L"UsedRange", M_USED, RANGE, 0, 0},
    {RANGE, L"_Default", M_DEFAULT, VALUE, 2, 2}, {RANGE, L"Item", M_ITEM, VALUE, 2, 1}, {RANGE, L"Application", M_APPLICATION, APPLICATION, 0, 0},
    {RANGE, L"Parent", M_PARENT, WORKSHEET, 0, 0}, {RANGE, L"Address", M_ADDRESS, VALUE, 5, 5}, {RANGE, L"Areas", M_AREAS, RANGE, 0, 0},
    {RANGE, L"Cells", M_CELLS, RANGE, 0, 0}, {RANGE, L"Column", M_COLUMN, VALUE, 0, 0}, {RANGE, L"Columns", M_COLUMNS, RANGE, 0, 0},
    {RANGE, L"Count", M_COUNT, VALUE, 0, 0}, {RANGE, L"CountLarge", M_COUNT_LARGE, VALUE, 0, 0}, {RANGE, L"Row", M_ROW, VALUE, 0, 0},
    {RANGE, L"Rows", M_ROWS, RANGE, 0, 0}, {RANGE, L"Value", M_VALUE, VALUE, 1, 1}, {RANGE, L"Value2", M_VALUE2, VALUE, 0, 0},
    {RANGE, L"Worksheet", M_WORKSHEET, WORKSHEET, 0, 0},
    {FUNCTIONS, L"CountA", M_COUNT_A, VALUE, 1, 0}};
enum { MEMBERS = sizeof members / sizeof *members };

/* An object; of a Range its areas, of Range.Areas counted as its cells. */
typedef struct {
    IDispatchVtbl *vtbl;
    LONG references;
    int kind, count;
    GRID *grid;
    AREA area[MOST_AREAS];
} OBJECT;

typedef struct {
    IEnumVARIANTVtbl *vtbl;
    LONG references;
    int at;
} ENUMERATION;

static GRID grids[MOST_SHEETS];
static int grid_count;
static IDispatchVtbl object_vtbl;
static IEnumVARIANTVtbl enumeration_vtbl;
static ITypeInfo *information[KINDS];
long objects_asked;

VARIANT empty_value(void) { VARIANT value; memset(&value, 0, sizeof value); return value; }
VARIANT number_value(double number) { VARIANT value = empty_value(); value.vt = VT_R8; value.dblVal = number; return value; }
static VARIANT whole_value(LONG number) { VARIANT value = empty_value(); value.vt = VT_I4; value.lVal = number; return value; }
static VARIANT wide_value(const wchar_t *text) { VARIANT value = empty_value(); value.vt = VT_BSTR; value.bstrVal = SysAllocString(text); return value; }
VARIANT text_value(const char *utf8) {
    wchar_t wide[4000];
    MultiByteToWideChar(CP_UTF8, 0, utf8, -1, wide, 4000);
    return wide_value(wide);
}

static OBJECT *make(int kind, GRID *grid) {
    OBJECT *made = calloc(1, sizeof *made);
    made->vtbl = &object_vtbl; made->references = 1; made->kind = kind; made->grid = grid; made->count = 1;
    return made;
}
static VARIANT object_value(OBJECT *object) { VARIANT value = empty_value(); value.vt = VT_DISPATCH; value.pdispVal = (IDispatch *)object; return value; }
static VARIANT area_value(GRID *grid, int row, int column, int height, int width) {
    OBJECT *made = make(RANGE, grid);
    made->area[0] = (AREA){row, column, height, width};
    return object_value(made);
}
IDispatch *make_range(GRID *grid, const AREA *areas, int count) {
    OBJECT *made = make(RANGE, grid);
    made->count = count;
    memcpy(made->area, areas, count * sizeof *areas);
    return (IDispatch *)made;
}
IDispatch *make_workbook(void) { return (IDispatch *)make(WORKBOOK, 0); }

GRID *sheet_of(const wchar_t *name, BOOL fresh) {
    int at = 0;
    while (at < grid_count && wcscmp(grids[at].name, name)) at++;
    if (at == grid_count) {
        if (!fresh || grid_count == MOST_SHEETS) return 0;
        grid_count++;
    }
    if (fresh) {
        free(grids[at].cell);
        memset(&grids[at], 0, sizeof(GRID));
        wcsncpy(grids[at].name, name, 31);
        grids[at].cell = calloc(GRID_ROWS * GRID_COLUMNS, sizeof(VARIANT));
        grids[at].top = grids[at].left = grids[at].bottom = grids[at].right = 1;
    }
    return &grids[at];
}
void put_cell(GRID *grid, int row, int column, VARIANT value) {
    grid->cell[(row - 1) * GRID_COLUMNS + column - 1] = value;
    if (row > grid->bottom) grid->bottom = row;
    if (column > grid->right) grid->right = column;
}

static HRESULT STDMETHODCALLTYPE object_query(IDispatch *me, REFIID wanted, void **out) {
    if (IsEqualGUID(wanted, &IID_IUnknown) || IsEqualGUID(wanted, &IID_IDispatch) || IsEqualGUID(wanted, &kind_id[((OBJECT *)me)->kind])) {
        *out = me; IDispatch_AddRef(me);
        return S_OK;
    }
    *out = 0;
    return E_NOINTERFACE;
}
static ULONG STDMETHODCALLTYPE object_add(IDispatch *me) { return InterlockedIncrement(&((OBJECT *)me)->references); }
static ULONG STDMETHODCALLTYPE object_drop(IDispatch *me) { LONG left = InterlockedDecrement(&((OBJECT *)me)->references); if (!left) free(me); return left; }
static HRESULT STDMETHODCALLTYPE object_info_count(IDispatch *me, UINT *count) { *count = 1; return S_OK; }
static HRESULT STDMETHODCALLTYPE object_info(IDispatch *me, UINT index, LCID locale, ITypeInfo **out) {
    if (index) return DISP_E_BADINDEX;
    *out = information[((OBJECT *)me)->kind]; ITypeInfo_AddRef(*out);
    return S_OK;
}
static const MEMBER *member_of(int kind, const wchar_t *name, DISPID number) {
    for (int i = 0; i < MEMBERS; i++)
        if (members[i].kind == kind && (name ? !_wcsicmp(members[i].name, name) : members[i].number == number)) return &members[i];
    return 0;
}
static HRESULT STDMETHODCALLTYPE object_names(IDispatch *me, REFIID id, LPOLESTR *names, UINT count, LCID locale, DISPID *numbers) {
    const MEMBER *member = member_of(((OBJECT *)me)->kind, names[0], 0);
    for (UINT i = 0; i < count; i++) numbers[i] = DISPID_UNKNOWN;
    if (!member) return DISP_E_UNKNOWNNAME;
    numbers[0] = member->number;
    return count > 1 ? DISP_E_UNKNOWNNAME : S_OK;
}

static VARIANT cell_value(GRID *grid, int row, int column, BOOL plain) {
    VARIANT value = empty_value();
    if (row > GRID_ROWS || column > GRID_COLUMNS) return value;
    VariantCopy(&value, &grid->cell[(row - 1) * GRID_COLUMNS + column - 1]);
    if (plain && value.vt == VT_DATE) value = number_value(value.date);
    if (plain && value.vt == VT_CY) value = number_value(value.cyVal.int64 / 10000.0);
    return value;
}
static HRESULT read_values(OBJECT *range, BOOL plain, VARIANT *out) { /* of the first area, as Excel does */
    AREA area = range->area[0];
    if (range->grid->failures) { range->grid->failures--; return range->grid->failure; }
    if (area.height == 1 && area.width == 1) { *out = cell_value(range->grid, area.row, area.column, plain); return S_OK; }
    SAFEARRAYBOUND bounds[2] = {{area.height, 1}, {area.width, 1}};
    SAFEARRAY *array = SafeArrayCreate(VT_VARIANT, 2, bounds);
    VARIANT *cell;
    if (!array) return E_OUTOFMEMORY;
    SafeArrayAccessData(array, (void **)&cell);
    for (int column = 0; column < area.width; column++)
        for (int row = 0; row < area.height; row++)
            cell[column * area.height + row] = cell_value(range->grid, area.row + row, area.column + column, plain);
    SafeArrayUnaccessData(array);
    *out = empty_value(); out->vt = VT_ARRAY | VT_VARIANT; out->parray = array;
    return S_OK;
}
static double count_filled(OBJECT *range) {
    AREA area = range->area[0]; double filled = 0;
    for (int row = area.row; row < area.row + area.height && row <= GRID_ROWS; row++)
        for (int column = area.column; column < area.column + area.width && column <= GRID_COLUMNS; column++)
            filled += range->grid->cell[(row - 1) * GRID_COLUMNS + column - 1].vt != VT_EMPTY;
    return filled;
}
static long long cell_count(OBJECT *range) {
    long long cells = 0;
    for (int i = 0; i < range->count; i++) cells += (long long)range->area[i].height * range->area[i].width;
    return cells;
}
static LONG whole_number(VARIANT *value) { VARIANT changed = empty_value(); return VariantChangeType(&changed, value, 0, VT_I4) ? 0 : changed.lVal; }

static ULONG STDMETHODCALLTYPE enumeration_add(IEnumVARIANT *me) { return ++((ENUMERATION *)me)->references; }
static ULONG STDMETHODCALLTYPE enumeration_drop(IEnumVARIANT *me) { LONG left = --((ENUMERATION *)me)->references; if (!left) free(me); return left; }
static HRESULT STDMETHODCALLTYPE enumeration_query(IEnumVARIANT *me, REFIID wanted, void **out) {
    if (!IsEqualGUID(wanted, &IID_IUnknown) && !IsEqualGUID(wanted, &IID_IEnumVARIANT)) { *out = 0; return E_NOINTERFACE; }
    *out = me; enumeration_add(me);
    return S_OK;
}
static HRESULT STDMETHODCALLTYPE enumeration_next(IEnumVARIANT *me, ULONG wanted, VARIANT *values, ULONG *got) {
    ENUMERATION *enumeration = (ENUMERATION *)me; ULONG found = 0;
    while (found < wanted && enumeration->at < grid_count) values[found++] = object_value(make(WORKSHEET, &grids[enumeration->at++]));
    if (got) *got = found;
    return found == wanted ? S_OK : S_FALSE;
}
static HRESULT STDMETHODCALLTYPE enumeration_skip(IEnumVARIANT *me, ULONG count) { ((ENUMERATION *)me)->at += count; return S_OK; }
static HRESULT STDMETHODCALLTYPE enumeration_reset(IEnumVARIANT *me) { ((ENUMERATION *)me)->at = 0; return S_OK; }
static HRESULT STDMETHODCALLTYPE enumeration_clone(IEnumVARIANT *me, IEnumVARIANT **out) { return E_NOTIMPL; }

static HRESULT give_of_range(OBJECT *range, DISPID number, DISPPARAMS *given, int count, VARIANT *out) {
    AREA area = range->area[0]; wchar_t text[64];
    switch (number) {
    case M_PARENT: case M_WORKSHEET: *out = object_value(make(WORKSHEET, range->grid)); return S_OK;
    case M_ROW: *out = whole_value(area.row); return S_OK;
    case M_COLUMN: *out = whole_value(area.column); return S_OK;
    case M_ROWS: *out = area_value(range->grid, area.row, area.column, area.height, 1); return S_OK;
    case M_COLUMNS: *out = area_value(range->grid, area.row, area.column, 1, area.width); return S_OK;
    case M_CELLS: *out = object_value((OBJECT *)make_range(range->grid, range->area, range->count)); return S_OK;
    case M_AREAS: *out = area_value(range->grid, 1, 1, range->count, 1); return S_OK;
    case M_COUNT: if (cell_count(range) > 0x7fffffff) return DISP_E_OVERFLOW; /* fall through */
    case M_COUNT_LARGE: *out = empty_value(); out->vt = VT_I8; out->llVal = cell_count(range); return S_OK;
    case M_ADDRESS: wsprintfW(text, L"$%c$%d", 'A' + area.column - 1, area.row); *out = wide_value(text); return S_OK;
    case M_VALUE: return read_values(range, FALSE, out);
    case M_VALUE2: return read_values(range, TRUE, out);
    case M_DEFAULT: if (!count) return read_values(range, FALSE, out); /* fall through */
    case M_ITEM: {
        VARIANT *row = &given->rgvarg[given->cArgs - 1], *column = count > 1 ? row - 1 : 0;
        *out = area_value(range->grid, area.row + whole_number(row) - 1, area.column + (column ? whole_number(column) : 1) - 1, 1, 1);
        return S_OK; }
    }
    return DISP_E_MEMBERNOTFOUND;
}
static HRESULT give_of_sheet(OBJECT *sheet, DISPID number, DISPPARAMS *given, int count, VARIANT *out) {
    GRID *grid = sheet->grid;
    switch (number) {
    case M_PARENT: *out = object_value((OBJECT *)make_workbook()); return S_OK;
    case M_NAME: *out = wide_value(grid->name); return S_OK;
    case M_CELLS: *out = area_value(grid, 1, 1, SHEET_ROWS, SHEET_COLUMNS); return S_OK;
    case M_USED: *out = area_value(grid, grid->top, grid->left, grid->bottom - grid->top + 1, grid->right - grid->left + 1); return S_OK;
    case M_RANGE: {
        VARIANT *first = &given->rgvarg[given->cArgs - 1], *last = count > 1 ? first - 1 : first;
        if (first->vt != VT_DISPATCH || last->vt != VT_DISPATCH) return DISP_E_TYPEMISMATCH;
        AREA from = ((OBJECT *)first->pdispVal)->area[0], to = ((OBJECT *)last->pdispVal)->area[0];
        *out = area_value(grid, from.row, from.column, to.row + to.height - from.row, to.column + to.width - from.column);
        return S_OK; }
    }
    return DISP_E_MEMBERNOTFOUND;
}
static HRESULT give_of_sheets(DISPID number, DISPPARAMS *given, VARIANT *out) {
    if (number == M_COUNT) { *out = whole_value(grid_count); return S_OK; }
    if (number == M_ENUM) {
        ENUMERATION *made = malloc(sizeof *made);
        *made = (ENUMERATION){&enumeration_vtbl, 1, 0};
        *out = empty_value(); out->vt = VT_UNKNOWN; out->punkVal = (IUnknown *)made;
        return S_OK;
    }
    VARIANT *wanted = &given->rgvarg[given->cArgs - 1];
    GRID *grid = wanted->vt == VT_BSTR ? sheet_of(wanted->bstrVal, FALSE) : &grids[whole_number(wanted) - 1];
    if (!grid) return DISP_E_BADINDEX;
    *out = object_value(make(WORKSHEET, grid));
    return S_OK;
}
static HRESULT STDMETHODCALLTYPE object_invoke(IDispatch *me, DISPID number, REFIID id, LCID locale, WORD flags, DISPPARAMS *given, VARIANT *out, EXCEPINFO *why, UINT *bad) {
    OBJECT *object = (OBJECT *)me; const MEMBER *member = member_of(object->kind, 0, number);
    VARIANT unused; int count = given->cArgs;
    objects_asked++;
    if (!out) out = &unused;
    *out = empty_value();
    if (!member) return DISP_E_MEMBERNOTFOUND;
    if (flags & (DISPATCH_PROPERTYPUT | DISPATCH_PROPERTYPUTREF)) { /* a function of a cell may change nothing */
        if (why) { memset(why, 0, sizeof *why); why->scode = 0x800A03EC; }
        return DISP_E_EXCEPTION;
    }
    while (count && given->rgvarg[given->cArgs - count].vt == VT_ERROR && given->rgvarg[given->cArgs - count].scode == DISP_E_PARAMNOTFOUND) count--;
    if (count > member->parameters || count < member->parameters - member->optional) return DISP_E_BADPARAMCOUNT;
    if (number == M_APPLICATION) { *out = object_value(make(APPLICATION, 0)); return S_OK; }
    switch (object->kind) {
    case RANGE: return give_of_range(object, number, given, count, out);
    case WORKSHEET: return give_of_sheet(object, number, given, count, out);
    case SHEETS: return give_of_sheets(number, given, out);
    case FUNCTIONS: *out = number_value(count_filled((OBJECT *)given->rgvarg[given->cArgs - 1].pdispVal)); return S_OK;
    case WORKBOOK:
        if (number == M_WORKSHEETS) *out = object_value(make(SHEETS, 0));
        else if (number == M_ACTIVE_SHEET) *out = object_value(make(WORKSHEET, grids));
        else *out = wide_value(number == M_NAME ? L"Book1.xlsx" : number == M_PATH ? L"C:" : L"C:\\Book1.xlsx");
        return S_OK;
    }
    if (number == M_ACTIVE_BOOK) *out = object_value((OBJECT *)make_workbook());
    else if (number == M_FUNCTIONS) *out = object_value(make(FUNCTIONS, 0));
    else if (number == M_HWND) *out = whole_value(0x1234);
    else *out = wide_value(number == M_NAME ? L"Microsoft Excel" : L"16.0");
    return S_OK;
}

static void add_member(ICreateTypeInfo *type, UINT at, const MEMBER *member, HREFTYPE given_kind) {
    ELEMDESC parameters[5]; LPOLESTR names[6] = {(LPOLESTR)member->name, L"a", L"b", L"c", L"d", L"e"};
    TYPEDESC target; FUNCDESC function;
    memset(parameters, 0, sizeof parameters); memset(&target, 0, sizeof target); memset(&function, 0, sizeof function);
    for (int i = 0; i < member->parameters; i++) {
        parameters[i].tdesc.vt = VT_VARIANT;
        parameters[i].paramdesc.wParamFlags = PARAMFLAG_FIN | (i >= member->parameters - member->optional ? PARAMFLAG_FOPT : 0);
    }
    function.memid = member->number; function.funckind = FUNC_DISPATCH; function.callconv = CC_STDCALL;
    function.invkind = member->kind == FUNCTIONS ? INVOKE_FUNC : INVOKE_PROPERTYGET;
    function.cParams = member->parameters; function.cParamsOpt = member->optional; function.lprgelemdescParam = parameters;
    function.elemdescFunc.tdesc.vt = member->gives == ENUMERATOR ? VT_UNKNOWN : VT_VARIANT;
    if (member->gives >= 0) {
        target.vt = VT_USERDEFINED; target.hreftype = given_kind;
        function.elemdescFunc.tdesc.vt = VT_PTR; function.elemdescFunc.tdesc.lptdesc = &target;
    }
    ICreateTypeInfo_AddFuncDesc(type, at, &function);
    ICreateTypeInfo_SetFuncAndParamNames(type, at, names, member->parameters + 1);
}
void start_objects(void) {
    ICreateTypeLib2 *library; ICreateTypeInfo *type[KINDS]; HREFTYPE reference[KINDS][KINDS]; UINT at[KINDS] = {0};
    object_vtbl = (IDispatchVtbl){object_query, object_add, object_drop, object_info_count, object_info, object_names, object_invoke};
    enumeration_vtbl = (IEnumVARIANTVtbl){enumeration_query, enumeration_add, enumeration_drop, enumeration_next, enumeration_skip, enumeration_reset, enumeration_clone};
    CreateTypeLib2(SYS_WIN64, L"excel_part.tlb", &library); /* kept in memory, never saved */
    ICreateTypeLib2_SetName(library, L"Excel");
    for (int kind = 0; kind < KINDS; kind++) {
        ICreateTypeLib2_CreateTypeInfo(library, (LPOLESTR)kind_name[kind], TKIND_DISPATCH, &type[kind]);
        ICreateTypeInfo_SetGuid(type[kind], &kind_id[kind]);
        ICreateTypeInfo_SetTypeFlags(type[kind], TYPEFLAG_FDISPATCHABLE);
        ICreateTypeInfo_QueryInterface(type[kind], &IID_ITypeInfo, (void **)&information[kind]);
    }
    for (int kind = 0; kind < KINDS; kind++)
        for (int other = 0; other < KINDS; other++) ICreateTypeInfo_AddRefTypeInfo(type[kind], information[other], &reference[kind][other]);
    for (int i = 0; i < MEMBERS; i++)
        add_member(type[members[i].kind], at[members[i].kind]++, &members[i], members[i].gives >= 0 ? reference[members[i].kind][members[i].gives] : 0);
    for (int kind = 0; kind < KINDS; kind++) ICreateTypeInfo_LayOut(type[kind]);
}
