"""Schools: their plans and answers, by cluster or one at a time."""
