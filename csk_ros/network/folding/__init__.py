"""The same network with fewer operations: for inference, where nothing is learned any more."""
