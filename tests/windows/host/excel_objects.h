/* The objects of Excel that a function of a sheet can be given, as far as Python asks them for something.

   Range, Worksheet, Workbook, Sheets, WorksheetFunction and Application have the interface identifiers, names and
   numbers of Excel's type library; the part of it that is needed is built when the program starts. */
#ifndef EXCEL_OBJECTS_H
#define EXCEL_OBJECTS_H
#define COBJMACROS
#include <windows.h>
#include <oleauto.h>

enum { SHEET_ROWS = 1048576, SHEET_COLUMNS = 16384, GRID_ROWS = 20000, GRID_COLUMNS = 12, MOST_SHEETS = 16, MOST_AREAS = 4 };

/* One sheet: its cells as Value gives them, the part it calls used, and how often its values are refused with what. */
typedef struct {
    wchar_t name[32];
    VARIANT *cell;
    int top, left, bottom, right;
    int failures;
    HRESULT failure;
} GRID;

typedef struct {
    int row, column, height, width;
} AREA;

extern long objects_asked; /* how many properties were asked for since it was set to 0 */

void start_objects(void);
GRID *sheet_of(const wchar_t *name, BOOL fresh);
void put_cell(GRID *grid, int row, int column, VARIANT value);
IDispatch *make_range(GRID *grid, const AREA *areas, int count);
IDispatch *make_workbook(void);

VARIANT empty_value(void);
VARIANT number_value(double number);
VARIANT text_value(const char *utf8);
#endif
