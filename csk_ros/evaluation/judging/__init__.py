"""What a run brought, taken down as it happens."""
