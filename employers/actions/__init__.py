"""Writes of employers and jobs. Import the module: `from employers.actions import jobs`."""
