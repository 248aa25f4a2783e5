"""The data folder: where it lies, that it is ours, who uses it right now, and a place for sockets."""

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
import struct
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent.parent
MARK = ".framat-data"
# Local settings may be read, and keep their secrets, before any server is needed.
MADE_BY_SETTINGS = {"secrets"}
# A Unix socket's path may have 107 characters on Linux, 103 on macOS; PostgreSQL's file name takes 14 of them.
LONGEST_SOCKET_FOLDER = 103 - len("/.s.PGSQL.5432")


class FolderError(Exception):
    """The data folder cannot be used; the message says why and what to do."""


def data_dir() -> Path:
    """The data folder of this checkout: FRAMAT_DATA, else `.data` beside manage.py."""
    return Path(os.environ.get("FRAMAT_DATA") or ROOT / ".data").resolve()


def package_folder(name: str) -> Path:
    """Where a wheel lies, without importing it (that would load its client library). Raises ImportError."""
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise ImportError(f"{name} is not installed")
    return Path(spec.origin).parent


def is_ours(data: Path) -> bool:
    """Whether this program made the folder, so that it may write there and wipe it."""
    return (data / MARK).is_file() or data in (ROOT / ".data", ROOT / ".data-test")


def prepare(data: Path) -> Path:
    """Makes and marks the data folder. Raises FolderError when it holds somebody else's files."""
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Looked through before it is asked whose it is: another start may be making it at this very moment, mark first.
        held = [path.name for path in data.iterdir() if path.name not in MADE_BY_SETTINGS]
        if held and not is_ours(data):
            raise FolderError(f"{data} is not empty and was not made by Framåt: choose a new folder.")
        if not (data / MARK).exists():
            data.chmod(0o700)
            (data / MARK).write_text("Made by Framåt. bin/run --fresh may remove everything in this folder.\n")
        for name in ("run", "log"):
            (data / name).mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise FolderError(f"{data} cannot be written ({error.strerror}): choose another folder.") from error
    return data


def wipe(data: Path) -> None:
    """Removes what the folder holds, but not the locks. The caller holds them. Raises FolderError if it is not ours."""
    if not data.exists():
        return
    if not is_ours(data):
        raise FolderError(f"{data} was not made by Framåt, so --fresh leaves it alone.")
    for path in data.iterdir():
        if path.name in (MARK, "run"):
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def socket_dir(data: Path) -> Path:
    """Where the servers' sockets lie: inside the data folder, or a short path when that one is too long.

    Always the same for the same data folder.
    """
    inside = data / "run" / "sockets"
    if len(os.fsencode(inside)) <= LONGEST_SOCKET_FOLDER:
        return inside
    return Path("/tmp") / f"framat-{hashlib.sha256(os.fsencode(data)).hexdigest()[:16]}"


def make_socket_dir(data: Path, owner: pwd.struct_passwd | None = None) -> Path:
    """Makes the socket folder so that only its owner may open it.

    Raises FolderError when somebody else has put something there (possible only in the shared temporary folder).
    """
    folder = socket_dir(data)
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    found = folder.lstat()
    allowed = {os.geteuid()} | ({owner.pw_uid} if owner else set())
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in allowed:
        raise FolderError(f"{folder} belongs to somebody else; remove it, or choose another data folder.")
    folder.chmod(0o700)
    if owner:
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    return folder


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Holds an exclusive lock on the file while the block runs; waits for it."""
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def try_lock(path: Path, *, shared: bool = False) -> IO[str] | None:
    """The open file that holds the lock until it is closed or the process ends; None when somebody else has it."""
    file = path.open("a")
    try:
        fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    return file


# Running as root: PostgreSQL refuses to, so a system user must reach the programs and the data, and nothing more.

ACL_NAME = "system.posix_acl_access"
USER_OBJ, USER, GROUP_OBJ, GROUP, MASK, OTHER = 1, 2, 4, 8, 16, 32
NOBODY = 0xFFFFFFFF


def let_pass(user: pwd.struct_passwd, path: Path) -> None:
    """Lets the user walk through the folders above `path` (not list or read them), where they are closed.

    One access-list entry for that user alone; where the file system knows no access lists, the right to pass for all.
    """
    for folder in path.parents:
        if folder.stat().st_mode & stat.S_IXOTH:
            continue
        try:
            _add_acl_entry(folder, user.pw_uid)
        except OSError:
            print(f"note: other users may now pass through {folder} (not list it)", file=sys.stderr)
            folder.chmod(folder.stat().st_mode | stat.S_IXOTH)


def _add_acl_entry(folder: Path, uid: int) -> None:
    mode = folder.stat().st_mode
    try:
        raw = os.getxattr(folder, ACL_NAME)[4:]
        entries = {(tag, who): bits for tag, bits, who in struct.iter_unpack("<HHI", raw)}
    except OSError:
        entries = {(USER_OBJ, NOBODY): mode >> 6 & 7, (GROUP_OBJ, NOBODY): mode >> 3 & 7, (OTHER, NOBODY): mode & 7}
    if entries.get((USER, uid), 0) & 1 and entries.get((MASK, NOBODY), 0) & 1:
        return
    entries[USER, uid] = 1
    group = (bits for (tag, _), bits in entries.items() if tag in (USER, GROUP_OBJ, GROUP))
    mask = 0
    for bits in group:
        mask |= bits
    entries[MASK, NOBODY] = entries.get((MASK, NOBODY), mask) | 1
    packed = b"".join(struct.pack("<HHI", tag, entries[tag, who], who) for tag, who in sorted(entries))
    os.setxattr(folder, ACL_NAME, struct.pack("<I", 2) + packed)


def let_read(folder: Path) -> None:
    """Opens a tree of installed programs for reading (and running) by others, where a strict umask had closed it."""
    for path in (folder, *folder.rglob("*")):
        mode = path.lstat().st_mode
        if stat.S_ISLNK(mode):
            continue
        wanted = mode | stat.S_IROTH | (stat.S_IXOTH if mode & stat.S_IXUSR else 0)
        if wanted != mode:
            path.chmod(wanted)
