"""A folder for servers of a test's own."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def folder() -> Iterator[Path]:
    """Not pytest's `tmp_path`: every session that starts closes the folder above that to others again, and under root
    a running PostgreSQL, which is another user then, would lose its data."""
    path = Path(tempfile.mkdtemp(prefix="framat-test-"))
    yield path
    shutil.rmtree(path, ignore_errors=True)
