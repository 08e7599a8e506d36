"""Keeping for as long as a kind's term says, then destroying by order; the record of it stays whole."""
