"""Committees at work: agenda, attendance, resolutions, minutes; what outside boards resolved."""
