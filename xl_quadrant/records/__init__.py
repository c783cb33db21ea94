"""Exports of a business's own records, read into five tables, and what they measure of its inputs."""
