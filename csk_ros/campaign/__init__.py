"""Thousands of random fault scripts in simulated time, against the objects that the node uses."""
