"""The process that reads strangers' files: requests on stdin, answers on stdout, with little allowed to it.

It is bounded in memory, writes no file, reaches no network and starts no program; of the disk it reads only what
Python and its libraries consist of. Run as `python -m askbot.loading.worker`; `workers` talks to it.

A request is a line of JSON with `kind` (the file's suffix) and `size`, and so many bytes; an answer is a line of JSON
with `extracted`, or with `reason` where the file can't be read.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from askbot.loading.extracted import Extracted, UnreadableError

# What a book's worth of any format takes, several times over.
MOST_MEMORY_BYTES = 2_000_000_000
WEB, ARCHIVE, PDF, WORD = "web page", "saved page", "PDF", "Word document"
# What a file's name ends with says how it is read.
KINDS: Mapping[str, str] = {
    ".html": WEB,
    ".htm": WEB,
    ".xhtml": WEB,
    ".mhtml": ARCHIVE,
    ".mht": ARCHIVE,
    ".pdf": PDF,
    ".docx": WORD,
}
TOO_MUCH_MEMORY = "takes more memory than it may"
_REFUSED = (
    *("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.startfile"),
    *("os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate", "os.chmod", "os.chown"),
    *("os.kill", "shutil.", "sqlite3.connect"),
)
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def main() -> None:
    """Answer requests until stdin ends."""
    # Nothing that a library prints may get between the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    _bound()
    _confine()
    requests = sys.stdin.buffer
    while line := requests.readline():
        request = json.loads(line)
        answers.write(json.dumps(_answer(request["kind"], _exactly(requests, request["size"]))).encode() + b"\n")
        answers.flush()


def _exactly(requests: BinaryIO, size: int) -> bytes:
    content = requests.read(size)
    if len(content) < size:
        raise EOFError("a request ended early")
    return content


def _answer(kind: str, content: bytes) -> dict[str, object]:
    try:
        return {"extracted": extract(kind, content).to_json()}
    except UnreadableError as error:
        return {"reason": str(error)}
    except MemoryError:
        return {"reason": TOO_MUCH_MEMORY}
    except RecursionError:
        return {"reason": "is nested too deeply"}
    except Exception as error:  # noqa: BLE001 - a stranger's file may break a library in any way; the file is refused
        return {"reason": f"is no {kind} that can be read ({type(error).__name__})"}


def extract(kind: str, content: bytes) -> Extracted:
    """Read a file's bytes here, in this process; UnreadableError says why it can't be read."""
    from askbot.loading import pdf, web, word

    reader = {WEB: web.read, ARCHIVE: web.read_archive, PDF: pdf.read, WORD: word.read}[kind]
    return reader(content)


def _bound() -> None:
    """Bound what this process may take; a system that doesn't know a bound does without it."""
    for what, most in (
        (resource.RLIMIT_AS, MOST_MEMORY_BYTES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


def _confine() -> None:
    """Refuse from here on every connection, every program and every file that isn't Python's or a library's."""
    homes = {sys.prefix, sys.base_prefix, sys.exec_prefix, str(Path(os.__file__).parent), *sys.path}
    allowed = tuple(f"{Path(home).resolve()}{os.sep}" for home in homes if home) + tuple(
        f"{Path(home).absolute()}{os.sep}" for home in homes if home
    )

    def refuse(event: str, arguments: tuple[object, ...]) -> None:
        if event.startswith(_REFUSED):
            raise PermissionError(f"{event} is not allowed here")
        if event == "open" and isinstance(arguments[0], str | bytes | os.PathLike):
            path = os.path.realpath(os.fsdecode(arguments[0]))
            flags = arguments[2] if len(arguments) > 2 and isinstance(arguments[2], int) else 0
            if flags & _WRITES or not path.startswith(allowed):
                raise PermissionError(f"'{path}' may not be opened here")

    sys.addaudithook(refuse)


if __name__ == "__main__":
    main()
