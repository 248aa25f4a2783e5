"""What participants gives the lower apps through the registries of core."""
