"""Quarterly and annual reports: what groups send in, which projects are behind, what the figures say."""
