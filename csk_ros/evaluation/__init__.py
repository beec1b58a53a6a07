"""How good labels are: confusion, intersection over union, scores of a checkpoint."""
