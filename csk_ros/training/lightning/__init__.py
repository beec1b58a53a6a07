"""The training itself, run by Lightning: modules, data, averaged weights, runs on disk."""
