"""Play a recording on real topics, with scripted faults."""
