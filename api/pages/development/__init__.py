"""The development plan of several years: what it says, what it lacks, what serves it."""
