"""Articles: what is read, how it is named, and where its passages lie."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askbot import corpus, layout
from askbot.errors import CorpusError
from askbot.sentences import sentence_spans
from askbot.types import Document

BODY = "A first line.\n\nThe mill was built in 1820. It burned down in 1911.\n"


def folder(tmp_path: Path, **files: str | bytes) -> Path:
    for name, content in files.items():
        path = tmp_path / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return tmp_path


def document(text: str, *, path: str = "a.txt", title: str = "a") -> Document:
    return Document("a", title, text, path, hashlib.sha256(text.encode()).hexdigest(), path=path)


def texts(text: str, *, path: str = "a.txt", title: str = "a") -> list[str]:
    return [passage.text for passage in corpus.cut(document(text, path=path, title=title))]


def headings(text: str, *, path: str = "a.txt", title: str = "a") -> list[tuple[str, str]]:
    return [(passage.heading, passage.text) for passage in corpus.cut(document(text, path=path, title=title))]


# Reading


def test_a_missing_folder_is_one_line_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(CorpusError) as error:
        corpus.read(tmp_path / "nowhere")
    assert "nowhere" in error.value.message
    assert "askbot index" in error.value.remedy


@pytest.mark.parametrize("name", ["", "picture.png", ".hidden.txt", ".git/a.txt"])
def test_a_folder_without_an_article_is_one_line_with_a_remedy(tmp_path: Path, name: str) -> None:
    if name:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(BODY)
    with pytest.raises(CorpusError) as error:
        corpus.read(tmp_path)
    assert "no article" in error.value.message
    assert "\n" not in error.value.message + error.value.remedy


def test_the_text_is_the_file_to_the_last_character(tmp_path: Path) -> None:
    """No newline is translated and nothing is trimmed; the hash is that of the text."""
    raw = "\r\n  Title\r\n\r\nOne — two.\rThree.\u2028Four. \n\n".encode()
    (read,) = corpus.read(folder(tmp_path, a_txt=raw)).documents
    assert read.text.encode() == raw
    assert read.sha256 == hashlib.sha256(raw).hexdigest()
    assert read.title == "Title"


def test_a_byte_order_mark_is_no_character_of_the_text(tmp_path: Path) -> None:
    (read,) = corpus.read(folder(tmp_path, a_txt=b"\xef\xbb\xbf" + BODY.encode())).documents
    assert read.text == BODY


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"caf\xe9 society opened in 1901.", "not UTF-8 (byte 3)"),
        ("the lake is wide".encode("utf-16"), "not UTF-8"),
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (b"a\0b", "NUL"),
        (b"---\ntitle: A\n\nNo end.", "never ends"),
        (b"---\ntitle: A\nthis is no field\n---\nText.", "line 3"),
        (b"---\ntitle:\n---\nText.", "no plain 'title'"),
        (b"---\ntitle: A\ntitle: B\n---\nText.", "'title' twice"),
        (b"---\npublished: last May\n---\nText.", "no date"),
        (b"---\nauthor: [A, B]\n---\nText.", "no plain 'author'"),
        (b"# Only a heading\n", "no text"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_and_the_rest_is_read(tmp_path: Path, content: bytes, reason: str) -> None:
    found = corpus.read(folder(tmp_path, good_txt=BODY, bad_md=content))
    assert [d.id for d in found.documents] == ["good"]
    (unread,) = found.unread
    assert unread.path == tmp_path / "bad.md"
    assert reason in unread.reason
    assert "\n" not in unread.reason


def test_where_nothing_can_be_read_the_reason_is_in_the_error(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="not UTF-8"):
        corpus.read(folder(tmp_path, bad_txt=b"\xff\xfe\xff"))


def test_no_link_is_followed_out_of_the_folder(tmp_path: Path) -> None:
    outside = folder(tmp_path / "outside", secret_txt=BODY)
    inside = folder(tmp_path / "corpus", good_txt=BODY)
    (inside / "link.txt").symlink_to(outside / "secret.txt")
    (inside / "loop.txt").symlink_to(inside / "loop.txt")
    (inside / "more").symlink_to(outside)
    found = corpus.read(inside)
    assert [d.id for d in found.documents] == ["good"]
    assert {unread.path.name for unread in found.unread} == {"link.txt", "loop.txt"}


def test_a_pipe_is_named_and_does_not_block(tmp_path: Path) -> None:
    os.mkfifo(folder(tmp_path, good_txt=BODY) / "pipe.txt")
    (unread,) = corpus.read(tmp_path).unread
    assert "not a regular file" in unread.reason


def test_a_name_that_is_not_utf8_is_passed_over(tmp_path: Path) -> None:
    folder(tmp_path, good_txt=BODY)
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")).write_text(BODY)
    (unread,) = corpus.read(tmp_path).unread
    assert "not UTF-8" in unread.reason


# Names


def test_an_id_is_the_path_without_suffix(tmp_path: Path) -> None:
    found = corpus.read(folder(tmp_path, reuters__2026_txt=BODY, b_md=BODY))
    assert [d.id for d in found.documents] == ["b", "reuters/2026"]


def test_ids_that_collide_keep_their_suffix(tmp_path: Path) -> None:
    """A name that collides only with the outcome of another collision is settled too."""
    found = corpus.read(folder(tmp_path, a_md=BODY, a_txt=BODY, a_md_txt=BODY, b_txt=BODY))
    assert [d.id for d in found.documents] == ["a.md", "a.md.txt", "a.txt", "b"]


@pytest.mark.parametrize(
    ("text", "title", "first"),
    [
        ("The mill\n\nIt was built in 1820.", "The mill", "It was built in 1820."),
        ("\n\nThe mill?\n\nIt was built in 1820.", "The mill?", "It was built in 1820."),
        ("# The *old* mill #\n\nIt was built in 1820.", "The *old* mill", "It was built in 1820."),
        ("The mill\n========\n\nIt was built in 1820.", "The mill", "It was built in 1820."),
        ("It was built in 1820.", "a", "It was built in 1820."),
        ("The mill was old.\nIt was built in 1820.", "a", "The mill was old."),
        ("x" * 150 + "\n\nIt was built in 1820.", "a", "x" * 150),
        ("x" * 149 + "\n\nIt was built in 1820.", "x" * 149, "It was built in 1820."),
        ("The mill was old.\n\n", "a", "The mill was old."),
        ("---\ntitle: 'A mill'\n---\nThe mill\n\nIt was built in 1820.", "A mill", "It was built in 1820."),
    ],
)
def test_a_title_is_found_as_the_contract_says(tmp_path: Path, text: str, title: str, first: str) -> None:
    (read,) = corpus.read(folder(tmp_path, a_txt=text)).documents
    assert read.title == title
    assert corpus.cut(read)[0].text == first


def test_front_matter_names_the_article_and_is_never_quoted(tmp_path: Path) -> None:
    fields = ["title: The mill: a story", 'author: "A. Roy"', "tags:", "  - old", "published: 2024-05-17"]
    front = "\r\n".join(["---", *fields, "source: https://example.org/x", "---", ""])
    (read,) = corpus.read(folder(tmp_path, a_md=front + "It was built in 1820.")).documents
    assert (read.title, read.author, read.published) == ("The mill: a story", "A. Roy", "2024-05-17")
    assert read.source == "https://example.org/x"
    assert read.text.startswith("---\r\ntitle")
    (passage,) = corpus.cut(read)
    assert read.text[passage.start :] == passage.text == "It was built in 1820."


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    assert texts("---\nIt was built in 1820.\n---\nIt burned.", path="a.md") == ["It was built in 1820.", "It burned."]


# Passages


@given(st.text(max_size=600), st.sampled_from(["a.txt", "a.md"]))
def test_every_passage_is_a_span_of_its_document(text: str, path: str) -> None:
    """Passages lie in order, don't overlap, and are exact, whatever the text."""
    end = 0
    for passage in corpus.cut(document(text or "x", path=path)):
        assert (text or "x")[passage.start : passage.end] == passage.text == passage.text.strip()
        assert passage.start >= end
        end = passage.end


_PIECES = st.sampled_from(
    ["The mill grew.", "Heading", "# H", "- item", "e.g. this", '"Quoted. Text."', "(see p. 4)", "| a | b |", "```",
     "===", "---", "\n", "\n\n", "\r\n", "  ", "\t", "No. 5", "end…", "1. one", "> said", "; and", "3.5", "文。"]
)  # fmt: skip


@given(st.lists(_PIECES, min_size=1, max_size=40).map(" ".join), st.sampled_from(["a.txt", "a.md"]))
def test_no_word_of_an_article_is_lost_or_doubled(text: str, path: str) -> None:
    """What stands in no passage is a heading, white space, or a mark without a letter or digit."""
    read = document(text, path=path)
    kept = [(p.start, p.end) for p in corpus.cut(read)]
    assert kept == sorted(kept)
    for block in layout.blocks(text, 0, title="a", markdown=path == "a.md"):
        if block.heading is None:
            covered = set().union(*(range(a, b) for a, b in kept))
            marks = [text[i] for i in range(block.start, block.end) if i not in covered]
            assert not any(map(str.isalnum, marks))


@given(st.text(alphabet='ab. ;"(', min_size=1, max_size=300), st.integers(min_value=10, max_value=60))
def test_a_sentence_is_never_longer_than_its_bound(text: str, longest: int) -> None:
    spans = list(sentence_spans(text, 0, end=len(text), longest=longest))
    assert all(end - start <= longest for start, end in spans)
    assert "".join(text[a:b] for a, b in spans).replace(" ", "") == text.replace(" ", "")


def test_a_hundred_thousand_characters_without_a_full_stop_are_cut_at_spaces() -> None:
    found = texts("word " * 20_000)
    assert max(map(len, found)) <= corpus.LONGEST_PASSAGE_CHARACTERS
    assert "".join(found).replace(" ", "") == "word" * 20_000


@pytest.mark.parametrize(
    "sentences",
    [
        ["It was founded in 2019; its rival, e.g. Vendel, came later.", "Both grew."],
        ['He said "We won. We really won."', "Then he left."],
        ["Prof. A. B. Miller met Dr. Roy at 5 p.m. on Jan. 5.", "No. 5 was sold."],
        ["It covers approx. 148 hectares (see vol. 3, pp. 4–5).", "It is deep."],
        ["The price rose to $3.5 million, i.e. 12.5%.", "It fell."],
        ["Roy et al. (2010) found it.", "Others didn't."],
        ["“It works.”", "She left."],
        ["Sales were £892.6m.", "Tarvik sold more, some 4 %.", "Orlin paid $5bn.", "Bresk has 12."],
    ],
)
def test_a_sentence_is_kept_whole(sentences: list[str]) -> None:
    assert texts("x\n\n" + " ".join(sentences), title="x") == sentences


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("a.txt", "Early years\nIt was built in 1820.", [("Early years", "It was built in 1820.")]),
        ("a.txt", "1. Early years\n\nIt was built in 1820.", [("1. Early years", "It was built in 1820.")]),
        ("a.txt", "What came next?\nIt was sold in 1830.", [("What came next?", "It was sold in 1830.")]),
        ("a.txt", "Early years\n-----------\nIt was built.", [("Early years", "It was built.")]),
        ("a.txt", "It was built.\nBy Ada Roy\nAll rights are reserved.",
         [("", "It was built."), ("", "By Ada Roy"), ("", "All rights are reserved.")]),
        ("a.txt", "It was built.\nThe end", [("", "It was built."), ("", "The end")]),
        ("a.txt", "Opened: 1820\nOwner: Ada Roy\nIt was built by hand.",
         [("", "Opened: 1820"), ("", "Owner: Ada Roy"), ("", "It was built by hand.")]),
        ("a.txt", "The mill was built by\nhand in the year 1820\nand sold in 1830.",
         [("", "The mill was built by\nhand in the year 1820\nand sold in 1830.")]),
        ("a.txt", "It has:\n- one wheel\n- two stones", [("", "It has:"), ("", "one wheel"), ("", "two stones")]),
        ("a.md", "# Mill\n## Early *years*\nIt was\nbuilt.", [("Early *years", "It was\nbuilt.")]),
        ("a.md", "**Early years**\nIt was built.", [("Early years", "It was built.")]),
        ("a.md", "Before.\n\nEarly years\n\nIt was built.", [("", "Before."), ("Early years", "It was built.")]),
        ("a.md", "```\n# not a heading\n```\nIt was built.", [("", "# not a heading"), ("", "It was built.")]),
        ("a.md", "| Year | Sold |\n|---|---|\n| 1990 | 400 |", [("", "| Year | Sold |"), ("", "| 1990 | 400 |")]),
        ("a.md", "> It was\n> built. It burned.\n\nOn.", [("", "It was\n> built."), ("", "It burned."), ("", "On.")]),
        ("a.md", "# Early\n\n***\n\nIt was built.", [("Early", "It was built.")]),
    ],
)  # fmt: skip
def test_a_heading_travels_with_its_passages_and_is_never_one(
    path: str, text: str, expected: list[tuple[str, str]]
) -> None:
    assert headings(text, path=path) == expected


def test_two_headings_of_the_same_name_are_two_sections() -> None:
    sections = corpus.sections(document("# Results\nIt grew.\n# Results\nIt shrank. It died.", path="a.md"))
    assert [[p.text for p in section] for section in sections] == [["It grew."], ["It shrank.", "It died."]]
