"""Reads about participants, for this app's views and for the apps above."""

from participants.queries.access import sees_health, shown_intervention
from participants.queries.consents import Reach, may_reach_employer
from participants.queries.moved import Moved, moved
from participants.queries.states import Ready
from participants.queries.watch import strongest_signal

__all__ = [
    "Moved",
    "Reach",
    "Ready",
    "may_reach_employer",
    "moved",
    "sees_health",
    "shown_intervention",
    "strongest_signal",
]
