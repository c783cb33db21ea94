"""One workbook for each row of a roster, on one machine or a cluster."""

from xl_quadrant.batch.batch_report import BatchReport
from xl_quadrant.batch.run import batch

__all__ = ["BatchReport", "batch"]
