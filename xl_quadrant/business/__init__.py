"""One business: its fields, its money, its results, and what each lever does to them."""
