"""Team meetings, agenda, decisions, obstacles, network partners."""
