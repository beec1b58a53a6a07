"""The ROS adapter: the segmentation node and what it publishes."""

import os

# Before torch is loaded. Its threads wait for each other many times a frame; on a robot, whose cores have
# other work too, spinning while waiting makes every frame several times as slow as sleeping does.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
