"""The pages of official papers: desk, registers, letterhead, templates, and what a printed code proves."""
