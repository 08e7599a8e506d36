"""Whether an office has the people its paths need, and which steps will wait for somebody in vain."""
