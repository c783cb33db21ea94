"""Exports of the systems that owners use, read into five tables with every row accounted for."""
