"""Shortlists, asking the person, presenting to employers, placements."""
