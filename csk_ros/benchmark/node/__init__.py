"""The real node measured through DDS."""
