"""What taxonomy gives the lower apps through the registries of core."""
