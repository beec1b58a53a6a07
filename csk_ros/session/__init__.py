"""From messages to labels, without ROS: what the node, the evaluation and the campaign drive alike."""
