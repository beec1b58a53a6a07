"""How the cost grows with the pictures, the classes and the number of processes."""
