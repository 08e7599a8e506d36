"""The commands of `khanton`, one file each."""
