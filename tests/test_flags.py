"""An index remembers what the audit found, document by document, and says when it can't be read."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from askbot import flags
from askbot.errors import StorageError
from askbot.index import Index, build
from askbot.models import Embedder
from askbot.types import Document, Flag

WRONG = "The budget of €48.2 million, made up of €30.1 million from taxes and €12.5 million from fees, was approved."
RIGHT = "The ferry carries 40 cars and leaves at noon."


def article(name: str, text: str) -> Document:
    return Document(name, name, text, name, hashlib.sha256(text.encode()).hexdigest(), path=f"{name}.txt")


def opened(at: Path, embedder: Embedder) -> Index:
    return Index.open(at, fingerprint=embedder.fingerprint)


def test_flags_come_back_as_they_were_written(tmp_path: Path):
    """Every field survives, and a document without a flag has none."""
    written = {"a": (Flag("sum", "The parts don't add up.", (("a", 3, 9), ("a", 12, 15))),), "b": ()}
    flags.write(tmp_path, written)
    assert flags.read(tmp_path) == written


@pytest.mark.parametrize(
    "text", ["", "[]", "3", '{"a": 3}', '{"a": [{}]}', '{"a": [{"kind": "x", "text": "y", "places": [1]}]}']
)
def test_a_damaged_file_is_one_calm_error(tmp_path: Path, text: str):
    """Whatever stands in the file, it is flags or the typed error."""
    (tmp_path / flags.FILE).write_text(text)
    with pytest.raises(StorageError):
        flags.read(tmp_path)
    (tmp_path / flags.FILE).unlink()
    with pytest.raises(StorageError):
        flags.read(tmp_path)


def test_an_index_keeps_the_flags_of_what_did_not_change(embedder: Embedder, tmp_path: Path):
    """Added, changed and kept documents each have the flags of their own text."""
    at = tmp_path / "index"
    build([article("mint", WRONG)], at=at, embedder=embedder)
    with opened(at, embedder) as index:
        (flag,) = index.flags("mint")
    assert flag.text == "The two parts add up to €42.6 million, €5.6 million less than the stated total."
    assert [WRONG[start:end] for _, start, end in flag.places] == ["€48.2 million", "€30.1 million", "€12.5 million"]
    build([article("mint", WRONG), article("ferry", RIGHT)], at=at, embedder=embedder)
    with opened(at, embedder) as index:
        assert index.flags("mint") == (flag,) and index.flags("ferry") == ()
    build([article("mint", RIGHT), article("ferry", WRONG)], at=at, embedder=embedder)
    with opened(at, embedder) as index:
        assert index.flags("mint") == () and [f.text for f in index.flags("ferry")] == [flag.text]
