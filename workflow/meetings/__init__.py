"""Committees at work: their members, meetings, agendas, votes and resolutions, and what follows from them."""
