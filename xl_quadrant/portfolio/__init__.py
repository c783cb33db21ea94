"""Filled workbooks, any number of them, as one table and its workbook."""

from xl_quadrant.portfolio.collection import Portfolio, collect
from xl_quadrant.portfolio.one_workbook import Unread

__all__ = ["Portfolio", "Unread", "collect"]
