"""Messages of rosbag2 files, mcap and sqlite3: all that are there, in order of time, as bytes."""
