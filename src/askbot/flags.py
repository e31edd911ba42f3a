"""What a generation of an index remembers of its audit: the flags of each document, in one file.

They are facts of the text, so they are made when it is indexed and cost an answer nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from askbot.errors import StorageError
from askbot.generations import REBUILD
from askbot.types import Flag

FILE = "flags.json"


def write(folder: Path, flags: Mapping[str, Sequence[Flag]]) -> None:
    """Write the flags of every document, by its id, into a generation's folder."""
    stored = {
        name: [{"kind": flag.kind, "text": flag.text, "places": flag.places} for flag in of_document]
        for name, of_document in flags.items()
    }
    (folder / FILE).write_text(json.dumps(stored, ensure_ascii=False), encoding="utf-8")


def read(folder: Path) -> dict[str, tuple[Flag, ...]]:
    """Read the flags back; StorageError where the file is missing or damaged."""
    try:
        stored = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return {
            str(name): tuple(
                Flag(
                    str(flag["kind"]), str(flag["text"]), tuple((str(d), int(s), int(e)) for d, s, e in flag["places"])
                )
                for flag in of_document
            )
            for name, of_document in stored.items()
        }
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise StorageError(f"The flags of the index in '{folder.parent}' cannot be read.", REBUILD) from error
