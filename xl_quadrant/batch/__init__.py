"""A workbook for each row of a roster: planned, made by many processes, noted, reported."""

from xl_quadrant.batch.batch_report import BatchReport
from xl_quadrant.batch.run import batch

__all__ = ["BatchReport", "batch"]
