"""The workbook of a measured business for its owner: what was read, what it says, and what to fix first."""
