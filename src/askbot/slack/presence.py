"""Which processes answer from one memory: each holds the lock on a file of its own for as long as it lives.

The system lets go of a lock however a process ends, so that a killed one is told from a busy one.
"""

from __future__ import annotations

import fcntl
import os
import uuid
from pathlib import Path

from askbot.errors import StorageError

_TRIES = 10


class Presence:
    """A process among those that share a folder: the one that makes it. `owner` is its name there."""

    def __init__(self, folder: Path) -> None:
        self.owner = uuid.uuid4().hex[:12]
        self._folder = folder
        self._held = _own(self._path(self.owner))

    def close(self) -> None:
        """Be gone."""
        self._path(self.owner).unlink(missing_ok=True)
        os.close(self._held)

    def is_alive(self, owner: str) -> bool:
        """Say whether the process of that name lives; the file of a dead one is removed."""
        path = self._path(owner)
        try:
            held = _hold(path, create=False)
        except FileNotFoundError:
            return False
        except BlockingIOError:
            return True
        path.unlink(missing_ok=True)
        os.close(held)
        return False

    def has_company(self) -> bool:
        """Say whether another process is there."""
        names = [path.stem.removeprefix("slack-") for path in self._folder.glob("slack-*.lock")]
        return any(self.is_alive(name) for name in names if name != self.owner)

    def _path(self, owner: str) -> Path:
        return self._folder / f"slack-{owner}.lock"


def _own(path: Path) -> int:
    """Make and lock a file, anew where somebody took it for a dead one's before it was locked."""
    for _ in range(_TRIES):
        try:
            held = _hold(path)
        except BlockingIOError:
            continue
        if path.exists() and path.stat().st_ino == os.fstat(held).st_ino:
            return held
        os.close(held)
    raise StorageError(
        f"'{path}' can't be locked.", "Put the index on a disk of this machine, where files can be locked."
    )


def _hold(path: Path, *, create: bool = True) -> int:
    """Open and lock a file; BlockingIOError where another process holds it."""
    descriptor = os.open(path, os.O_RDWR | (os.O_CREAT if create else 0), 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor
