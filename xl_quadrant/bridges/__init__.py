"""The catalogue brought to each host: Excel through xlwings, LAMBDA names, reference pages."""
