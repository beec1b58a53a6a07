"""A measurement that did not come about."""


class BenchmarkError(Exception):
    """The message says what was expected and what came."""
