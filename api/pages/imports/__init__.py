"""The pages on which Excel files are taken in."""
