"""The real node in a process of its own, cameras replayed to it, and what it says of itself."""
