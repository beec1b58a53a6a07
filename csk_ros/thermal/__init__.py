"""What the numbers of a thermal picture stand for, and the scale that they are seen on."""
