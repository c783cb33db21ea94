"""Portfolios: the filled workbooks of many clients as one table, in Python and as files."""

from xl_quadrant.portfolio.collection import Portfolio, collect
from xl_quadrant.portfolio.one_workbook import Unread

__all__ = ["Portfolio", "Unread", "collect"]
