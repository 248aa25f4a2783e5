"""Forms of accounts: signing in, one's own page, the team's members."""
