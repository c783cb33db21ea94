"""
The headless calculation engine behind one door: values, errors with their reasons, limits.

`recalc.recalculate` calculates any workbook, `live.LiveWorkbook` one whose inputs change, `evaluate.evaluate` one
formula. formualizer does the work, and only `formualizer_workbook` and `engine` know how. It is not Excel, so what it
has otherwise is translated before (`formulas`), what holds for most values is looked at afterwards (`engine_workbook`),
and what nobody here can calculate is an error with its reason, with all that rests on it (`doubts`).
"""
