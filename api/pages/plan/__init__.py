"""The annual plan and the development plan: projects, money, amendments, progress."""
