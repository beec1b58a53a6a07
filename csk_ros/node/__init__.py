"""The ROS adapter: the segmentation node and what it publishes."""

from csk_ros.inference.process_environment import let_threads_sleep

# Before torch is loaded.
let_threads_sleep()
