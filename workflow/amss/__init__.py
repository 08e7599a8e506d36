"""Takes in what an office kept in AMSS++: its strategies, projects and activities of a fiscal year."""
