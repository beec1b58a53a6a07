"""The demonstration: node, replay with faults, recorder and report."""
