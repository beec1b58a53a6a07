"""The colour picture on the thermal camera's pixel grid."""
