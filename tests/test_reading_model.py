"""The reading model: what it gives for a passage depends on nothing but the question and the passage."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from askbot.reading_model import SpanReader

QUESTION = "When did the mill open?"
PASSAGES = [
    ("", "The mill opened in 1820, and Ada Roy ran it for thirty years."),
    ("History.", "It burned down in 1911."),
    ("", "Oats."),
    ("Trade. The mill stood by the river.", "It ground rye, oats and, from 1890, maize for all the farms nearby. " * 6),
]


@pytest.fixture(scope="module")
def reader() -> SpanReader:
    return SpanReader()


def test_the_best_span_answers_the_question(reader: SpanReader) -> None:
    (spans,) = reader.spans(QUESTION, PASSAGES[:1])
    assert PASSAGES[0][1][spans[0].start : spans[0].end] in ("1820", "in 1820")
    assert spans[0].margin > 0


def test_passages_are_read_each_for_itself(reader: SpanReader) -> None:
    """Bit for bit: neither the neighbours nor their order nor other threads change a margin."""
    alone = [reader.spans(QUESTION, [passage])[0] for passage in PASSAGES]
    assert reader.spans(QUESTION, PASSAGES) == alone
    assert reader.spans(QUESTION, PASSAGES[::-1]) == alone[::-1]
    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(lambda _: reader.spans(QUESTION, PASSAGES), range(6))) == [alone] * 6


def test_what_was_begun_early_reads_as_it_does_alone(reader: SpanReader) -> None:
    early = SpanReader()
    early.prefetch(QUESTION, PASSAGES[2:])
    assert early.spans(QUESTION, PASSAGES) == reader.spans(QUESTION, PASSAGES)


def test_nothing_to_read_gives_nothing(reader: SpanReader) -> None:
    assert reader.spans(QUESTION, []) == []
