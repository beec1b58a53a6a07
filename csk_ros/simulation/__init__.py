"""The node in simulated time, without ROS: its own objects, driven by a clock of ours."""
