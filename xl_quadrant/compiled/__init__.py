"""Formulas as Python, for a template that is calculated again and again; what is not written here the engine does."""
