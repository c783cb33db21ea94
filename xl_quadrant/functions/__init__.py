"""The mathematics: pure functions, element by element on numbers, arrays and pandas Series."""
