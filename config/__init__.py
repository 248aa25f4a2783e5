"""Settings, addresses, entry points. May import everything; nothing imports it."""
