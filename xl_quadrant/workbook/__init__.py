"""The workbook: its package as bytes, and the template built, filled, calculated and read."""
