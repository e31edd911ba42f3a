"""Figures are found at their exact places with their values, units, hedges and periods."""

import json
from pathlib import Path

import pytest

from askbot.quantities import find

ROWS = json.loads((Path(__file__).parent / "cases" / "quantities.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("row", ROWS, ids=[row["text"][:40] for row in ROWS])
def test_what_is_printed_is_what_stands_there(row):
    """Every quantity's span is its printed text."""
    for quantity in find(row["text"]):
        assert row["text"][quantity.start : quantity.end] == quantity.printed
