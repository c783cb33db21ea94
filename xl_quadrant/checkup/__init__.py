"""Is a workbook one of ours, and is it whole: its names, its inputs, its formulas and the values stored beside them."""

from xl_quadrant.checkup.check import check_workbook
from xl_quadrant.checkup.findings import Checkup, Finding

__all__ = ["Checkup", "Finding", "check_workbook"]
