"""The data folder: ours or not, short sockets, who may pass."""

import os
import pwd
import stat
from pathlib import Path

import pytest

from config.embedded import folders
from config.embedded.folders import FolderError


def test_prepare_new_folder_is_marked_and_closed_to_others(tmp_path: Path) -> None:
    data = folders.prepare(tmp_path / "deep" / "data")
    assert folders.is_ours(data)
    assert stat.S_IMODE(data.stat().st_mode) == 0o700


def test_prepare_somebody_elses_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(FolderError, match="not made by Framåt"):
        folders.prepare(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_prepare_folder_with_nothing_but_our_secrets_is_taken(tmp_path: Path) -> None:
    (tmp_path / "secrets").mkdir()
    assert folders.is_ours(folders.prepare(tmp_path))


def test_prepare_in_a_file_says_so(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    with pytest.raises(FolderError, match="choose another folder"):
        folders.prepare(tmp_path / "data")


def test_wipe_unmarked_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(FolderError, match="leaves it alone"):
        folders.wipe(tmp_path)
    assert (tmp_path / "thesis.txt").exists()


def test_wipe_marked_folder_keeps_only_mark_and_locks(tmp_path: Path) -> None:
    data = folders.prepare(tmp_path / "data")
    (data / "postgres").mkdir()
    (data / "postgres" / "file").write_text("x")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "keep").write_text("x")
    (data / "link").symlink_to(outside)
    folders.wipe(data)
    assert {path.name for path in data.iterdir()} == {folders.MARK, "run"}
    assert (outside / "keep").exists(), "a link is removed, not what it points at"


def test_socket_dir_short_path_lies_inside_the_data_folder(tmp_path: Path) -> None:
    assert folders.socket_dir(Path("/srv/framat")) == Path("/srv/framat/run/sockets")


def test_socket_dir_long_path_is_short_and_always_the_same() -> None:
    long = Path("/home") / ("å" * 60) / "framat"
    sockets = folders.socket_dir(long)
    assert len(os.fsencode(sockets / ".s.PGSQL.5432")) <= 103
    assert sockets == folders.socket_dir(long)
    assert sockets != folders.socket_dir(long / "other")


@pytest.mark.parametrize("trap", ["link", "file"])
def test_make_socket_dir_something_planted_there_is_refused(tmp_path: Path, trap: str) -> None:
    data = folders.prepare(tmp_path / "data")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    if trap == "link":
        folders.socket_dir(data).symlink_to(elsewhere)
    else:
        folders.socket_dir(data).write_text("")
    with pytest.raises(FolderError, match="belongs to somebody else"):
        folders.make_socket_dir(data)


def test_try_lock_held_by_another_is_none_and_free_afterwards(tmp_path: Path) -> None:
    first = folders.try_lock(tmp_path / "lock")
    assert first
    assert folders.try_lock(tmp_path / "lock") is None
    first.close()
    again = folders.try_lock(tmp_path / "lock")
    assert again
    again.close()


def test_let_pass_closed_folder_opens_for_one_user_only(tmp_path: Path) -> None:
    nobody = pwd.getpwnam("nobody")
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    folders.let_pass(nobody, closed / "data")
    folders.let_pass(nobody, closed / "data")
    if os.geteuid() != 0:
        assert os.access(closed, os.X_OK)
        return
    assert not _may(65533, lambda: (closed / "x").stat()), "another user stays out"
    assert _may(nobody.pw_uid, lambda: (closed / "x").stat())
    assert not _may(nobody.pw_uid, lambda: list(closed.iterdir())), "may pass, not list"


def _may(uid: int, act: object) -> bool:
    """Whether a process of that user may do it (a missing file counts as may)."""
    child = os.fork()
    if child == 0:
        os.setgroups([])
        os.setgid(uid)
        os.setuid(uid)
        try:
            act()  # type: ignore[operator]
        except PermissionError:
            os._exit(1)
        except OSError:
            os._exit(0)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
