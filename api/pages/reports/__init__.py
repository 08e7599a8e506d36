"""The quarter desk: figures, submissions, acceleration, the annual report, the expenditure analysis."""
