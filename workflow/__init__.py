"""What happened: the office's tables, its moves, permissions and history."""
