"""How a sheet is drawn: its cells and styles, the room a text takes, its charts, and the file it becomes."""
