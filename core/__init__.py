"""The ground: scope, logs, change feed, outbox, runs, registries. Knows no other app."""
