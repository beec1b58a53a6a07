"""The ROS adapter: the segmentation node and what it publishes."""
