"""Experiments: teacher, student, baselines, ablations, from a YAML file to a checkpoint; not for the node."""
