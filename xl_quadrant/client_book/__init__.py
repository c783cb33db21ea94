"""A client's workbook by its contract of names: filled, made, read."""
