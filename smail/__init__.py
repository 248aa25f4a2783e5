"""Instrument, assessments, ratings, progression, participant self-service."""
