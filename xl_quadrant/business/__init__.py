"""One business: its model, its results, and what each lever does to them."""
