"""What a frame costs: stage by stage, runtime against runtime, and how it grows."""
