"""What every refusal is."""


class Refused(Exception):
    """Understood, and refused. Nothing was changed."""
