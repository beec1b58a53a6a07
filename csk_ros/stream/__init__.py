"""What pairs frames, judges them and picks the mode: no ROS, no torch, driven by a clock passed in."""
