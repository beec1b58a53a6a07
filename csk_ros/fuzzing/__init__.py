"""Arbitrary image messages against the code that lets messages in."""
