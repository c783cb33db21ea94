"""Where clients come from: files, cells and presets."""
