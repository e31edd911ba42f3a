"""How figures of one sentence belong together."""

import pytest

from askbot.quantities import find
from askbot.ties import ties

TIED = [
    ("Sales went up from $4 million to $5 million.", ("change", "$4 million", "$5 million")),
    ("The loss widened to €58 million in 2024 from €41 million in 2023.", ("change", "€41 million", "€58 million")),
    ("It has sold 12,400 tickets, up from 9,920 a year ago.", ("change", "9,920", "12,400")),
    ("In 2024 it handled 1.8 million tonnes, after 1.6 million tonnes in 2023.", ("change", "1.6 million tonnes", "1.8 million tonnes")),
    ("It shows 1,900 works, compared with 1,150 before.", ("change", "1,150", "1,900")),
    ("A crate costs £118 in Ardle and £94 in Borley.", ("pair", "£118", "£94")),
    ("Only 1,312 ships called, 88 fewer than in the year before.", ("fewer", "1,312", "88")),
    ("It cost €84 million, or €19 million more than planned.", ("more", "€84 million", "€19 million")),
    ("The plant delivered 23 GWh, 6% less than forecast.", ("fewer", "23 GWh", "6%")),
    ("They have 1,250 members, three times as many as a year ago.", ("times", "1,250", "three times")),
    ("It employs 287 people, 96 of them in manufacturing.", ("part", "287", "96")),
    ("Of the 48,000 works, 1,920 will be on show.", ("part", "48,000", "1,920")),
    ("It lost 41 of its 268 pilots.", ("part", "268", "41")),
    ("The estimate is $447 million: $315 million in bonds.", ("part", "$447 million", "$315 million")),
]  # fmt: skip
UNTIED = [
    ("Tickets made up £226 million of that, the bar £58 million.", "part"),
    ("Turnover rose to £41 million, while costs went up from £29 million to £31 million.", "fewer"),
    ("A loss of $6 million, after a profit of $1 million.", "change"),
    ("It has 12 ferries and 40 buses.", "pair"),
]


def found(text):
    return [(tie.bond.value, tie.first.printed, tie.second.printed) for tie in ties(text, find(text))]


@pytest.mark.parametrize(("text", "tie"), TIED)
def test_a_sentence_ties_its_figures_together(text, tie):
    """Before and after, so many more or fewer, so many times, side by side, a whole and its part."""
    assert tie in found(text)


@pytest.mark.parametrize(("text", "bond"), UNTIED)
def test_what_a_sentence_does_not_tie_stays_apart(text, bond):
    """A part is no whole, a profit no earlier loss, a bus no ferry."""
    assert bond not in {tie[0] for tie in found(text)}


def test_costs_do_not_grow_out_of_turnover():
    """Of three figures in a row only those that belong together are tied as before and after."""
    changes = [tie for tie in found(UNTIED[1][0]) if tie[0] == "change"]
    assert changes == [("change", "£29 million", "£31 million")]
