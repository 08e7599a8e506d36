"""As it was: papers, plans, people and paths on a past day, and as the office knew them at a past moment."""
