"""Reads about participants, for this app's views and for the apps above."""

from participants.queries.access import sees_health, shown_intervention
from participants.queries.states import Ready

__all__ = ["Ready", "sees_health", "shown_intervention"]
