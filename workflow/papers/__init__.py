"""Official papers as rows: their content, numbers, signatures, readers and what vouches for them."""
