"""Pages by which the history leaves as an event log."""
