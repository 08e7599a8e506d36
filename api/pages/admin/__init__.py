"""The pages on which an office is set up and looked after."""
