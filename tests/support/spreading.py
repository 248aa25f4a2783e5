"""How pytest-xdist deals the tests out to its processes.

Any process takes any test, but a file that starts servers or Chromium stays together: its tests share what they started.
(xdist's own `loadgroup` has no effect under pytest 9.2: https://github.com/pytest-dev/pytest-xdist/issues/1386.)
"""

from pathlib import PurePosixPath

import pytest
from xdist.scheduler import LoadScopeScheduling

TOGETHER = {"browser", "stack"}  # markers of tests that share servers


def stays_together(path: PurePosixPath) -> bool:
    """Whether the tests of this file are run by one process, one after another. The file's place or name says so."""
    return path.parent.name in ("browser", "embedded") or path.stem.endswith(("_browser", "_stack"))


class Spreading(LoadScopeScheduling):
    """Files that stay together come first, the largest foremost; then test by test to whoever is free."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::")[0]
        return file if stays_together(PurePosixPath(file)) else nodeid


def check(items: list[pytest.Item]) -> None:
    """Raises UsageError for a test that shares servers in a file that would be dealt out test by test."""
    for item in items:
        marked = TOGETHER & {mark.name for mark in item.iter_markers()}
        if marked and not stays_together(PurePosixPath(item.path.as_posix())):
            raise pytest.UsageError(
                f"{item.nodeid} is marked {', '.join(sorted(marked))}: its file belongs in tests/browser or tests/embedded,"
                " or is to be named test_…_browser.py or test_…_stack.py, so that its tests stay in one process"
            )
