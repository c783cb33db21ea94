"""Where clients come from: files, rosters, cells and presets."""
