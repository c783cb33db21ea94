"""Unit economics."""
