"""Generations of an index: complete folders, of which one small file names the one in force.

A build writes a new generation beside the old ones and then replaces that file in one step, so
that a full disk, a kill or an error on the way leaves the old index answering. This module knows
nothing of what a generation holds.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from askbot.errors import StaleIndexError, StorageError
from askbot.stamps import Stamp

POINTER = "current.json"
REBUILD = "Build it anew: askbot index"
# An update takes seconds; whoever waits is told so, and one that embeds a whole archive is not waited for.
LOCK_WAIT_SECONDS = 60.0
# The current generation and the one before it, which a running conversation may still be reading.
GENERATIONS_KEPT = 2


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the pointer says: which generation is in force, what made it, and how to see that it is whole."""

    format: int
    model: str
    generation: str
    passages: int
    # Sizes of all files, by path under the generation's folder: what can be checked at every start.
    sizes: dict[str, int]
    # Hashes of the vector files, by path under Chroma's folder: checked before Chroma opens them.
    hashes: dict[str, str]
    # The files that questions read through a memory map, by name: the vectors' copy and the postings.
    copies: dict[str, Stamp]
    # The folder of the articles, for `doctor --repair`; empty where they came from elsewhere.
    corpus: str = ""

    def __post_init__(self) -> None:
        numbers = (self.format, self.passages, *self.sizes.values())
        names = (self.model, self.generation, self.corpus, *self.sizes, *self.hashes, *self.hashes.values())
        if not all(isinstance(n, int) for n in numbers) or not all(isinstance(n, str) for n in names):
            raise TypeError("a field has the wrong type")
        if Path(self.generation).name != self.generation:
            raise ValueError("a generation is a folder beside the pointer")


def manifest(at: Path) -> Manifest | None:
    """Read what is in force; None where nothing is.

    Raises StaleIndexError where another version of askbot wrote it, StorageError where it can't be told.
    """
    written: Any = None
    try:
        written = json.loads((at / POINTER).read_text(encoding="utf-8"))
        stated = dict(written)
        return Manifest(**stated | {"copies": {str(n): Stamp(**stamp) for n, stamp in stated["copies"].items()}})
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError, TypeError, AttributeError, KeyError, RecursionError) as error:
        if isinstance(written, dict) and isinstance(written.get("format"), int) and set(written) != _FIELDS:
            raise StaleIndexError(
                f"The index in '{at}' has format {written['format']}, which this askbot does not read.", REBUILD
            ) from error
        raise StorageError(f"The index in '{at}' cannot be read ({POINTER}: {error}).", REBUILD) from error


_FIELDS = {field.name for field in fields(Manifest)}


def check_sizes(at: Path, manifest: Manifest) -> None:
    """Raise StorageError where a file of the generation is missing or has another size than it was finished with."""
    for name, size in manifest.sizes.items():
        try:
            found = (at / manifest.generation / name).stat().st_size
        except OSError as error:
            raise StorageError(f"The index in '{at}' lacks '{name}'.", REBUILD) from error
        # Chroma may let its database grow while it is only read.
        if found < size or (found > size and not name.endswith(".sqlite3")):
            raise StorageError(f"The index in '{at}' is damaged: '{name}' has {found} bytes, not {size}.", REBUILD)


def sizes(folder: Path) -> dict[str, int]:
    """Measure a finished generation, journals of a database left out: they come and go."""
    found = {p.relative_to(folder).as_posix(): p.stat().st_size for p in sorted(folder.rglob("*")) if p.is_file()}
    return {name: size for name, size in found.items() if not name.endswith(("-wal", "-shm", "-journal"))}


def next_folder(at: Path) -> Path:
    """Name a folder for the next generation; nothing is made."""
    names = (path.name.partition("-")[2] for path in _generations(at))
    return at / f"generation-{max((int(name) for name in names if name.isdecimal()), default=0) + 1:06}"


def put_in_force(at: Path, manifest: Manifest) -> None:
    """Name a finished generation as the current one, in one step that survives a power cut, and drop old ones."""
    folder = at / manifest.generation
    for path in [*folder.rglob("*"), folder]:
        _flush(path)
    draft = at / f"{POINTER}.new"
    try:
        draft.write_text(json.dumps(asdict(manifest), indent=1), encoding="utf-8")
        _flush(draft)
        draft.replace(at / POINTER)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    _flush(at)
    for old in _generations(at)[:-GENERATIONS_KEPT]:
        shutil.rmtree(old, ignore_errors=True)


def _generations(at: Path) -> list[Path]:
    return sorted(path for path in at.glob("generation-*") if path.is_dir())


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def writing(
    at: Path, *, wait_seconds: float = LOCK_WAIT_SECONDS, waiting: Callable[[], None] | None = None
) -> Iterator[None]:
    """Hold the folder for one build, over all processes; Chroma loses vectors otherwise.

    Makes the folder where it is missing. `waiting` is called once where another build holds it. Raises StorageError
    where that takes longer than `wait_seconds`, and for whatever the disk refuses meanwhile.
    """
    try:
        at.mkdir(parents=True, exist_ok=True)
        # Closing the files lets go of the locks. Only who is next looks at the lock, and who has just built is not:
        # whoever builds again and again would otherwise keep it from those who look now and then.
        with (at / "lock").open("a") as lock, (at / "lock.next").open("a") as turn:
            _wait_for([turn.fileno(), lock.fileno()], at, seconds=wait_seconds, waiting=waiting)
            fcntl.flock(turn, fcntl.LOCK_UN)
            yield
    except OSError as error:
        raise StorageError(
            f"The index in '{at}' cannot be written ({_reason(error)}).",
            "Free some space or name another folder: askbot index --index DIR",
        ) from error


def _reason(error: OSError) -> str:
    # Copying a folder raises one error with a list of (from, to, reason).
    if isinstance(error, shutil.Error):
        return str(error.args[0][0][2]).partition(": ")[0]
    return error.strerror or str(error)


def _wait_for(descriptors: Sequence[int], at: Path, *, seconds: float, waiting: Callable[[], None] | None) -> None:
    deadline = time.monotonic() + seconds
    for descriptor in descriptors:
        while not _locked(descriptor):
            if time.monotonic() > deadline:
                raise StorageError(
                    f"Another 'askbot index' is writing to '{at}'.", "Wait for it to end, then run: askbot index"
                )
            if waiting is not None:
                waiting()
                waiting = None
            time.sleep(0.1)


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
