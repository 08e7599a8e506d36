"""Changes of the plan during the year: what each moves between lines, and that nothing moves without one."""
