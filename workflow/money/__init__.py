"""The office's money: what may be planned, what has come, what is in force, what was paid, what is left."""
