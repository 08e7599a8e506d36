"""Keeping the record safe: backups that were proved by restoring them, and what may be destroyed when."""
