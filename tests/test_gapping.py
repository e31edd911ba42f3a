"""A unit that is said once holds for the figures behind it, where nothing but another thing or time stands between."""

from __future__ import annotations

import pytest

from askbot.quantities import find


@pytest.mark.parametrize(
    ("sentence", "units"),
    [
        ("The loss widened to 9.6 million euros from 6.4 million.", ["EUR", "EUR"]),
        ("Turnover was 50.4 million euros, compared with 39 million a year earlier.", ["EUR", "EUR"]),
        ("A captain earns 58,000 euros a month, a deckhand 39,000.", ["EUR/month", "EUR/month"]),
        ("By car the trip takes 70 minutes, by ferry 25.", ["minute", "minute"]),
        ("The road is 64 kilometres long, the crossing 5.", ["km", "km"]),
        ("It sold 84,000 devices, up from 60,000 in 2024.", ["device", "device"]),
        ("She raised $5 million, which is 12.", ["USD", ""]),
        ("It took 40 days, the longest of 5.", ["day", ""]),
        ("Sales fell to $40 million in the quarter, 3 of which went well.", ["USD", ""]),
        ("It has 300 seats and 12 rooms.", ["seat", "room"]),
        ("A place costs parents $210 a month, and will cost $231 from May.", ["USD/month", "USD/month"]),
        ("It spends 1.2 million euros more each month than it takes in.", ["EUR/month"]),
    ],
)
def test_a_unit_may_be_left_out(sentence: str, units: list[str]) -> None:
    assert [figure.unit for figure in find(sentence)] == units
