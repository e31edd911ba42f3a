"""What the articles make of a claim, on an article that these tests bring along, with the real reading model."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from askbot import corpus, search
from askbot.bot import Bot, open_bot
from askbot.index import build
from askbot.models import Embedder
from askbot.quantities import find
from askbot.reading import claims
from askbot.reading.claims import Verdict
from askbot.settings import Settings

ARTICLE = """---
title: Two ferries for the sound
published: 2025-03-10
---

# Two ferries for the sound

Norvik Lines was founded in 1987 and runs the crossing to Hestra. It carried 412,000 passengers in 2024, up from \
388,000 in 2023. Its revenue was €23.4 million in 2024.

## The rival

Sundet Ferries, founded in 2004, carried 97,500 passengers in 2024. Its revenue reached €6.1 million, and it lost \
€1.2 million. The company employs 85 people. It holds 19% of the market, Norvik Lines 81%.

## The new ships

Norvik Lines has ordered two electric ships for about €48 million. The yard will not deliver them before 2027. A \
crossing takes 35 minutes.
"""

S, C, N = Verdict.SUPPORTED, Verdict.CONTRADICTED, Verdict.NOT_FOUND
CLAIMS = [
    ("Norvik Lines carried 412,000 passengers in 2024", S),
    ("Norvik Lines carried 388,000 passengers in 2023", S),
    ("Norvik Lines had a revenue of €23.4 million in 2024", S),
    ("Norvik Lines had a revenue of about €23 million in 2024", S),
    ("Norvik Lines was founded in 1987", S),
    ("Sundet Ferries was founded in 2004", S),
    ("Sundet Ferries employs 85 people in all", S),
    ("Norvik Lines carried 500,000 passengers in 2024", C),
    ("Norvik Lines had a revenue of €31 million in 2024", C),
    ("Norvik Lines was founded in 1990", C),
    # Another year, another company, another thing: none of them what the article says, and none is against it.
    ("Norvik Lines carried 412,000 passengers in 2022", N),
    ("Sundet Ferries carried 412,000 passengers in 2024", N),
    ("Norvik Lines paid €23.4 million in wages in 2024", N),
    ("Norvik Lines carried 300,000 passengers in 2022", N),
    ("Norvik Lines carried 7,000 dogs in 2024", N),
    ("Orsa Shipping had a revenue of €9 million in 2024", N),
    ("Norvik Lines did not carry 412,000 passengers in 2024", N),
    ("The yard will deliver the ships before 2027", N),
]


@pytest.fixture(scope="module")
def bot(embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    folder: Path = tmp_path_factory.mktemp("claims")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "ferries.md").write_text(ARTICLE, encoding="utf-8")
    build(corpus.read(folder / "corpus").documents, at=folder / "index", embedder=embedder)
    with open_bot(Settings(index=folder / "index")) as opened:
        yield opened


@pytest.mark.parametrize(("claim", "expected"), CLAIMS)
def test_a_claim_is_judged_with_care(bot: Bot, claim: str, expected: Verdict):
    found = bot.find(claim)
    assert found.verdict is expected, found
    # Whatever is quoted stands in its article; what decides is marked inside the quote.
    for citation in found.citations:
        document = bot.document(citation.document_id)
        assert document.text[citation.start : citation.end] == citation.quote
    if expected is not N and not found.exact:
        assert [one.printed for one in found.checked] and all(one.citation in found.citations for one in found.checked)


def test_a_sentence_that_stands_there_is_supported_word_for_word(bot: Bot):
    found = bot.find("it carried 412,000  passengers\nin 2024")
    assert found.exact and found.verdict is S and len(found.citations) == 1
    assert "word for word" in search.as_answer(found).claims[0].text


def test_words_that_claim_nothing_get_passages_and_no_verdict(bot: Bot):
    found = bot.find("electric ships")
    assert found.exact and found.verdict is None and "two electric ships" in found.citations[0].quote
    near = bot.find("battery-powered vessels on order")
    assert not near.exact and near.verdict is None
    nothing = search.as_answer(bot.find("quantum gravity"))
    assert nothing.refusal is not None and nothing.status == "refused"


def test_words_are_found_as_words_whatever_their_case_and_their_dashes(bot: Bot):
    assert bot.find("NORVIK LINES").exact and bot.find("Norvik’s") is not None
    assert not bot.find("ship").exact  # "ships" is another word
    assert bot.find("THE RIVAL").citations[0].quote == "The rival"


@pytest.mark.parametrize(
    ("claimed", "printed", "expected"),
    [
        ("$3 million", "$3.0 million", True),
        ("$3.1 million", "$3.14 million", True),
        ("$3.2 million", "$3.14 million", False),
        ("$3.14 million", "$3.1 million", False),
        ("$3 million", "$3.14 million", False),
        ("15%", "14.6%", True),
        ("14%", "14.6%", False),
        ("1,200", "1,234", False),
    ],
)
def test_a_figure_agrees_where_it_is_the_same_to_the_digits_claimed(claimed: str, printed: str, expected: bool):
    one, other = find(claimed)[0], find(printed)[0]
    assert claims.agrees(one, other) is expected


def test_a_bound_is_met_or_not():
    more, less, text = find("200")[0], find("300")[0], find("212")[0]
    assert claims.agrees(more, text, hedge="more than ") and not claims.agrees(less, text, hedge="more than ")
    assert claims.agrees(less, text, hedge="less than ") and not claims.agrees(more, text, hedge="less than ")
