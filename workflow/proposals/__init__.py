"""What projects propose, serve, resemble and report, and which of them were joined into one."""
