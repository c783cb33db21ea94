"""The catalogue brought to each front end: xlwings, the headless engine, reference pages."""
