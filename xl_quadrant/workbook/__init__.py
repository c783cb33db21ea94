"""Any workbook as bytes: its parts, names and cells; filled, calculated and read."""
