"""How good a model is on labelled pictures, mode by mode."""
