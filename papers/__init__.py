"""The papers of an office: one template for each, read into blocks, given out as page, print and Word."""
