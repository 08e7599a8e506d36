"""Bringing a history in: event logs of other systems as recorded past, and offices by the list."""
