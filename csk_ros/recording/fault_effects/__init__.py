"""What each kind of fault does to the pictures of its stream."""
