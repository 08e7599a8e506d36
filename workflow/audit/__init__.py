"""What auditors ask of an office's history: ten standard questions, answered a page at a time."""
