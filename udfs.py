"""Excel's door."""
