"""The paths of an office: read, checked, published, and open items moved to a new one."""
