"""What may happen: verified definitions of every kind of paper, and the fiscal calendar. Pure."""
