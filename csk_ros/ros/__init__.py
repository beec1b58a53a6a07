"""What any of our nodes needs of rclpy."""
