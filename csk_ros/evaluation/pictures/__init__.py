"""What reports and videos show: moments, axes, colours and words."""
