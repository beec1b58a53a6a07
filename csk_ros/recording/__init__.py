"""Recordings: read rosbag2 files or folders of pairs, write rosbag2, break streams on purpose."""
