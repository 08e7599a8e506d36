"""Excel in and out: workbooks read with suspicion and patience, and every table as a workbook."""
