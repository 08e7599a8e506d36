"""The pages on which auditors ask the record."""
