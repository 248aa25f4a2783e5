"""Forms of employers and jobs: `posting` an employer fills in without an account, `staff` a colleague."""
