"""ROS image messages to arrays and back."""
