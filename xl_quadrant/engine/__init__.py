"""The headless calculation engine behind one door: values, errors with their reasons, limits."""
