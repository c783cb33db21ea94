"""The formulas of a template as a Python program, for a template that is calculated again and again."""
