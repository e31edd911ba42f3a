"""Figures beside a cited figure are found in its own quote, at their places in the document."""

import pytest

from askbot import companions
from askbot.quantities import find
from askbot.types import Citation, Quantity

OFFSET = 1_000


def cited(sentence, printed):
    """The figure printed so in a sentence that stands at an offset of its document."""
    citation = Citation("d", "D", "", sentence, OFFSET, OFFSET + len(sentence), "hash")
    figure = next(figure for figure in find(sentence) if figure.printed == printed)
    return Quantity(
        figure.value, figure.unit, printed, OFFSET + figure.start, OFFSET + figure.end, figure.period, citation=citation
    )


def test_a_companion_stands_at_its_place_in_the_document():
    """Its offsets are the document's and it carries the same citation."""
    base = cited("It was worth $5 million, approximately RMB 35 million, in May 2024.", "$5 million")
    other = companions.counterpart(base)
    assert other.citation is base.citation
    assert base.citation.quote[other.start - OFFSET : other.end - OFFSET] == other.printed == "RMB 35 million"


@pytest.mark.parametrize(
    "sentence",
    [
        "It was worth $5 million, and its rival RMB 35 million.",
        "It was worth $5 million, approximately $6 million with debt.",
        "It was worth $5 million.",
    ],
)
def test_other_money_in_the_sentence_is_no_counterpart(sentence):
    """Only an amount that stands beside it as the same in other money is."""
    assert companions.counterpart(cited(sentence, "$5 million")) is None


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("Revenue rose by 12% to €4 million.", "12"),
        ("Revenue was €4 million in 2024, an increase of 12%.", "12"),
        ("Revenue fell 12% to €4 million.", "-12"),
    ],
)
def test_growth_is_read_with_its_direction(sentence, value):
    """A rise is positive, a fall negative."""
    assert str(companions.growth(cited(sentence, "€4 million")).value) == value


def test_a_share_is_no_growth():
    """A percentage that nothing calls a growth is left alone."""
    assert companions.growth(cited("Schools brought €4 million, 12% of revenue.", "€4 million")) is None


def test_parts_are_those_that_the_sentence_itemises():
    """The figures behind "consisting of", in the total's own unit."""
    total = cited(
        "It had $9 million, consisting of $5 million in cash, $3 million in bonds and 4 houses.", "$9 million"
    )
    assert [part.printed for part in companions.parts(total)] == ["$5 million", "$3 million"]
    assert companions.parts(cited("It had $9 million and owed $5 million.", "$9 million")) == []


def test_both_ends_of_a_change_are_found():
    """ "From … to …" gives the former and the latter."""
    ends = companions.from_to(cited("The fare goes up from €64 to €72.", "€72"))
    assert [end.printed for end in ends] == ["€64", "€72"]
    assert companions.from_to(cited("The fare is €72.", "€72")) is None


def test_the_amount_printed_first_is_the_primary_one():
    """A repetition in other money leads back to the amount that it repeats; an amount of its own stays."""
    sentence = "Revenue was $5 million, approximately RMB 35 million; costs were €2 million."
    assert companions.primary(cited(sentence, "RMB 35 million")).printed == "$5 million"
    assert companions.primary(cited(sentence, "€2 million")).printed == "€2 million"
