"""The ways out of the house: one small file each, all off until the office sets them."""
