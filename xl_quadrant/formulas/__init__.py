"""
A formula as Excel has it in, as the engine takes it out.

One reader and writer (`syntax`), one tree (`tree`), one way through the rules (`translation`). Why formulas are changed
at all, and why most are not, stands there.
"""
