"""Screens: `posting` and `own_posting` for employers without accounts, `jobs`, `job_acts`, `employers` for the team."""
