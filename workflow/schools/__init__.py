"""Schools' own annual plans: one for each school of the office, opened together and followed by cluster."""
