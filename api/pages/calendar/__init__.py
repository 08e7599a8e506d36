"""The office's days and deadlines."""
