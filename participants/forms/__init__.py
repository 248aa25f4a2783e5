"""Forms of participants: one for each write."""
