"""A small rgb-thermal street scene with exact labels."""
