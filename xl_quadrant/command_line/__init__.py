"""The commands of `xlq`, a module each, and what they share."""
