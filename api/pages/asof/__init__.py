"""The pages that tell how things were on a past day, and what was known of them then."""
