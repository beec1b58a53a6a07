"""How labels compare with the truth, and in which light."""
