"""Labels for the points of a cloud: projected into the label image of the thermal camera."""
