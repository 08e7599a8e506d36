"""Proposing a project: the form with its drafts, similar projects, the project's report."""
