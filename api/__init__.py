"""The doors: pages for people, JSON for programs, a command line for whoever runs the office's machine."""
