"""
The formulas of a template as a Python program, for a template that is calculated again and again.

How is the program kept honest? It never decides alone. It is written only after the engine has calculated the template
many times, and only for the kinds of inputs seen there; any formula it does not know leaves the whole template to the
engine. Before its first answer counts it is tried beside the engine, and now and then later; one value that differs,
even in its last bit, and it is given up for good. What raises anything it does not expect is calculated by the engine.

The engine reaches it by one line of `engine.strategy`; without that line and this folder everything works and is only
slower.
"""
