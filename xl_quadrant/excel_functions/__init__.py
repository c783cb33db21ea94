"""Excel's functions that the engine lacks or has otherwise, in Python."""
