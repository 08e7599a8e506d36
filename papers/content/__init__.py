"""What stands in the papers that are made from the office's own rows: plain values, without layout."""
