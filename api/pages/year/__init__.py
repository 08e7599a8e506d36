"""The page of a fiscal year's money."""
