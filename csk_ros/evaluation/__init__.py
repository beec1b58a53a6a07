"""How good labels are: confusion, intersection over union, scores of a checkpoint."""

import os

# Before torch is loaded, as in csk_ros.node: threads that spin while they wait take many times as long
# beside other work.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
