"""The pictures as the networks see them in training: cut out, disturbed, without end."""
