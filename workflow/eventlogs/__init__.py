"""An office's history as event logs that programs for process mining, spreadsheets and auditors read."""
