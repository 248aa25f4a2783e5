"""Alert rules, min dag, weekly report, steering view, statistics."""
