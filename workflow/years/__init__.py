"""From one fiscal year to the next: what a year leaves behind, and the tables offices must type elsewhere."""
