"""What the networks learn from: cross entropy and dice, distillation, contrast."""
