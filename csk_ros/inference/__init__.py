"""Checkpoint files, image normalisation and the Segmenter."""
