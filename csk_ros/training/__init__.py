"""Data sets, augmentation, losses and the training loop; never imported by the node."""
