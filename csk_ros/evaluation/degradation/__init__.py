"""What a worse rgb picture costs: fused against thermal alone, and what the node's checks say of it."""
