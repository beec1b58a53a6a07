"""Labelled rgb-thermal data sets in the layouts that people have on disk; no torch, no ROS."""
