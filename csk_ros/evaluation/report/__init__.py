"""The figures of a run, and the files that they go into."""
