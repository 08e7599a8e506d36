"""The self-assessment against the work standards, computed from the record where the record knows."""
