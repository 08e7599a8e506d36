"""The pages of items: the list, one item with its steps and story, the record."""
