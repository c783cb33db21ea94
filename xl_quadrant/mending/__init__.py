"""Where the headless engine differs from Excel: formulas in its terms, functions in its place."""
