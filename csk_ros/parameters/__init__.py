"""What can be set about the node: one table, and the values of one run."""
