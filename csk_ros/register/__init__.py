"""Find the homography from rgb to thermal pixels by the pictures themselves, or by points."""
