"""A recording through the node's own objects in simulated time, without ROS."""
