"""Files that somebody brings: what is accepted, and whether a file is what its name says (security.md threat 28).

`gate` is what the product calls; `rules` knows the formats and nothing of Django; `child` runs them in a process of its
own with limits, so that a hostile file costs its sender an answer and the web process nothing.
"""
