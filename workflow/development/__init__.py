"""The development plan of several years: what it says, what it lacks, the strategies it gives its years."""
