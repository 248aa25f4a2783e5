"""Columnar engine and explanations; knows pairs and scores, no process."""
