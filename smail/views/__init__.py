"""Screens: the participant's own (phone), the staff's (staff) and what has come of it (development)."""
