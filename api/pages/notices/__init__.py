"""A person's notices, and how she wants to be told."""
