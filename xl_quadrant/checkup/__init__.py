"""A workbook checked: its names, inputs, formulas and stored values."""

from xl_quadrant.checkup.check import check_workbook
from xl_quadrant.checkup.findings import Checkup, Finding

__all__ = ["Checkup", "Finding", "check_workbook"]
