"""What a person should do today."""
