"""The endurance test: the real node for minutes or hours while its cameras fail over and over."""
