"""What must hold at every step of every scenario."""
