"""RGB-thermal semantic segmentation for ROS 2 that survives the loss of either camera."""

__version__ = "0.1.0"
