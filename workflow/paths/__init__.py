"""The paths an office has published, and open items moved from one of them to the one in force."""
