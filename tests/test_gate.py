"""The gate for written claims: 500 right answers made wrong in every way, fair and unfair wordings, exact quotes."""

from __future__ import annotations

import importlib
import random
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askbot import fidelity, swaps
from askbot.anchoring import anchors
from askbot.llm_drafts import Draft, DraftError, finished, read, read_text
from askbot.llm_tools import Shelf
from askbot.vetting import Vetted, vet

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
SAMPLE = 150  # of the 500 right answers, in every run; `make soak` takes them all


@pytest.fixture(scope="module")
def gate() -> Iterator[ModuleType]:
    sys.path.insert(0, str(BENCHMARKS))
    try:
        yield importlib.import_module("gate")
    finally:
        sys.path.remove(str(BENCHMARKS))


def lawful(gate: ModuleType, wanted: int) -> None:
    tally = gate.measure(wanted=wanted)
    assert tally.kept == wanted
    assert tally.kept >= 0.9 * tally.right, "right answers are turned away"
    swapped = [kind for kind in tally.made if "swapped" in kind or "another of the quote" in kind]
    put_in = [kind for kind in tally.made if kind not in swapped]
    assert {"a digit", "a unit", "a name", "a period", "a word of the quote", "a word of the claim"} <= set(put_in)
    assert [change for change in tally.through if change.kind in put_in] == []
    pairs = [kind for kind in swapped if "swapped" in kind]
    assert sum(tally.caught[kind] for kind in pairs) >= 0.8 * sum(tally.made[kind] for kind in pairs)


def test_nothing_that_its_quotes_do_not_hold_gets_through_and_most_swaps_are_caught(gate: ModuleType):
    lawful(gate, SAMPLE)


@pytest.mark.soak
def test_five_hundred_right_answers_made_wrong(gate: ModuleType):
    lawful(gate, 500)


QUOTE = (
    "In the first half of 2024, Orvella's revenue was about $53.4 million, up from $30.5 million a year earlier, while "
    "Talgo, which doesn't publish accounts, may have earned RMB 191 million."
)


@pytest.mark.parametrize(
    "text",
    [
        "Orvella's revenue was about $53.4 million in the first half of 2024.",
        "Orvella's revenue was up from $30.5 million a year earlier.",
        "Talgo may have earned RMB 191 million.",
        "In the first half of 2024, revenue was about $53.4 million.",
        "Talgo doesn't publish accounts.",
        "Talgo may have earned RMB 191 million, while Orvella's revenue was about $53.4 million.",
    ],
)
def test_a_fair_wording_is_let_through(text: str):
    assert fidelity.unborne(text, [QUOTE]) == []


@pytest.mark.parametrize(
    "text",
    [
        "Orvella's revenue was $53.4 million in the first half of 2024.",
        "Orvella's revenue was about $53.4 billion in the first half of 2024.",
        "Orvella's revenue was about $53.4 million in 2024.",
        "Orvella's revenue was about $53.4 million in the second half of 2024.",
        "Orvella's revenue was about $30.5 million in the first half of 2024.",
        "Orvella's revenue was about €53.4 million in the first half of 2024.",
        "Orvella's profit was about $53.4 million in the first half of 2024.",
        "Orvella's revenue was down from $30.5 million a year earlier.",
        "Talgo earned RMB 191 million.",
        "Talgo publishes accounts.",
        "Orvella may have earned RMB 191 million.",
        "Orvella's revenue was over $53.4 million in the first half of 2024.",
        "Orvella's revenue was never about $53.4 million in the first half of 2024.",
        "Marlo's revenue was about $53.4 million in the first half of 2024.",
    ],
)
def test_an_unfair_wording_is_not(text: str):
    assert fidelity.unborne(text, [QUOTE]) != []


@pytest.mark.parametrize(
    ("text", "said", "polar"),
    [
        ("No single customer matters to Brackwing.", "No single customer matters to Brackwing.", None),
        ("No, no single customer matters to Brackwing.", "No single customer matters to Brackwing.", "No"),
        ("No – no single customer matters to Brackwing.", "No single customer matters to Brackwing.", "No"),
        ("Yes no single customer matters to Brackwing.", "No single customer matters to Brackwing.", "Yes"),
    ],
)
def test_a_no_that_belongs_to_its_noun_is_no_answer_by_itself(
    gate: ModuleType, text: str, said: str, polar: str | None
):
    library = gate.articles()
    quote = "No single customer matters to Brackwing except in its charter business"
    [document] = [d for d in library.documents() if quote in d.text]
    shelf = Shelf(library, question="")
    shelf.show(library.passages(document.id)[:1])
    vetted = vet(Draft(text, (quote,)), shelf, library)
    assert isinstance(vetted, Vetted), vetted
    assert (vetted.claim.text, vetted.polar) == (said, polar)


def test_a_quote_over_two_sentences_is_cited_whole_with_its_page(gate: ModuleType):
    document = replace(gate.articles().documents()[0], pages=(0,))
    library = gate.Articles([document])
    first, second = next(
        (a, b) for a, b in pairwise(library.passages(document.id)) if a.heading == b.heading and len(a.text) > 30
    )
    shelf = Shelf(library, question="")
    shelf.show([first])
    place = shelf.place(document.text[first.start + 8 : second.end - 8].split(" ", 1)[1].rsplit(" ", 1)[0])
    assert place is not None
    assert (place[0].start, place[0].end, place[0].page) == (first.start, second.end, 1)


def test_a_passive_may_turn_names_round_and_never_figures():
    bought = "In 2021 Orvella bought Talgo for $3 million."
    assert swaps.exchanged("Talgo was bought by Orvella in 2021.", [bought]) == []
    assert swaps.exchanged("Talgo bought Orvella.", [bought]) != []
    raised = "The debt is to be met by raising the tax from 1.12% to 1.19%."
    assert swaps.exchanged("The tax goes from 1.19% to 1.12%.", [raised]) != []


@given(st.data())
def test_a_quote_is_found_however_its_blanks_and_marks_are_typed_and_nothing_else_is(data: st.DataObject):
    """Law: what is found reads the same as the quote once blanks and typography are evened out; edges cut no word."""
    text = "The firm’s  “new” fleet — 12 ships, 1,500 crew — cost $1.5 million;\nno other firm’s new fleet did."
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    quote = text[start:end].translate(str.maketrans("’“”—", '\'""-')).replace("\n", " ")
    for a, b in anchors(quote, text):
        found = text[a:b].translate(str.maketrans("’“”—", '\'""-'))
        assert "".join(found.split()).strip("\"'") == "".join(quote.split()).strip("\"'")
        assert not (a and text[a].isalnum() and text[a - 1].isalnum())
        assert not (b < len(text) and text[b - 1].isalnum() and text[b].isalnum())
    changed = quote.replace("fleet", "fleets").replace("12", "13").replace("1.5", "1.6")
    if changed != quote:
        assert list(anchors(changed, text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no",
        "[]",
        '{"claims": 1}',
        '{"claims": [1]}',
        '{"claims": [{"text": ""}]}',
        "[" * 100_000,
        '{"claims": ' * 5_000,
    ],
)
def test_what_is_no_draft_is_told_so(text: str):
    with pytest.raises(DraftError):
        read_text(text)


@given(st.lists(st.tuples(st.text(max_size=30), st.lists(st.text(max_size=30), max_size=3)), max_size=5), st.data())
def test_a_growing_draft_never_shows_a_claim_that_the_whole_one_has_not(claims, data: st.DataObject):
    """Law: cut anywhere, the claims that stand whole so far are the first ones of the finished draft."""
    import json

    whole = json.dumps({"claims": [{"text": f"a{text}", "quotes": quotes} for text, quotes in claims]})
    cut = data.draw(st.integers(0, len(whole)))
    try:
        made = read(json.loads(whole))
    except DraftError:
        return
    so_far = finished(whole[:cut])
    assert so_far == made[: len(so_far)]
    assert finished(whole) == made


def test_any_bytes_a_model_writes_are_a_draft_or_an_error():
    chance = random.Random(3)
    for _ in range(500):
        text = "".join(chance.choice('{}[]":,\\ claimstextquotes09\n') for _ in range(chance.randrange(200)))
        try:
            finished(text)
            finished(f'{{"claims": [{{{text}')
            read_text(text)
        except DraftError:
            continue
