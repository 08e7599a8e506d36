"""Evidence packs: everything about a paper in one ZIP file that anybody can check without this program."""
