"""Measures that go together: litres with prices a litre, kilowatt-hours with megawatt-hours by a constant."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from askbot.types import Origin, Quantity
from askbot.units import CURRENCY_WORDS, MEASURED, MEASURES, currency

_SHARES = ("%", "pp", "x")
_SCALES = {
    ("kWh", "MWh"): 1_000,
    ("kWh", "GWh"): 1_000_000,
    ("kWh", "TWh"): 1_000_000_000,
    ("MWh", "GWh"): 1_000,
    ("kg", "t"): 1_000,
    ("g", "kg"): 1_000,
}


def in_one_measure(operands: dict[str, Quantity], expression: str) -> tuple[dict[str, Quantity], str]:
    """Give what is priced in one measure and counted in another the constant between them: 1,000 kWh in a MWh."""
    below = {name: operand.unit.partition("/")[2] for name, operand in operands.items()}
    for (small, large), many in _SCALES.items():
        priced = next((name for name, unit in below.items() if unit == small), None)
        amount = next((name for name, operand in operands.items() if operand.unit.split("/")[0] == large), None)
        if priced and amount:
            constant = Quantity(
                Decimal(many), f"{small}/{large}", f"{many:,} {small} a {large}", origin=Origin.CONSTANT
            )
            name = f"{small}_in_{large}"
            return {**operands, name: constant}, re.sub(rf"\b{amount}\b", f"{amount} * {name}", expression)
    return operands, expression


def in_one_coin(operands: dict[str, Quantity]) -> dict[str, Quantity]:
    """Read "96 million francs" as Swiss ones beside "187 million Swiss francs"; beside two sorts, as neither."""
    made = dict(operands)
    for name, operand in operands.items():
        coin, slash, below = operand.unit.partition("/")
        if currency(coin) is None or coin.isupper():
            continue
        named = {
            money
            for other in operands.values()
            if (money := currency(other.unit)) is not None
            and money.isupper()
            and other.citation is not None
            and (operand.citation is None or other.citation.document_id == operand.citation.document_id)
            and re.search(rf"\w {coin}s?\b", other.printed) is not None
        }
        if len(named) == 1:
            made[name] = replace(operand, unit=f"{named.pop()}{slash}{below}")
    return made


def told_coin(quantity: Quantity, article: str) -> Quantity:
    """Read "96 million francs" as Swiss ones where these are the only francs that the article calls by their country.

    >>> francs = Quantity(Decimal(9), "franc/year", "9 francs")
    >>> told_coin(francs, "It had 7 million Swiss francs.").unit, told_coin(francs, "It had 7 francs.").unit
    ('CHF/year', 'franc/year')
    """
    coin, slash, below = quantity.unit.partition("/")
    if currency(coin) is None or coin.isupper():
        return quantity
    names = [(name, code) for name, code in CURRENCY_WORDS.items() if code.isupper() and name.endswith(f" {coin}")]
    told = {code for name, code in names if re.search(rf"\b{name}s?\b", article, re.IGNORECASE)}
    return replace(quantity, unit=f"{told.pop()}{slash}{below}") if len(told) == 1 else quantity


def measured(quantity: Quantity, *, once: bool = False) -> Quantity:
    """Write what a price is for one of as it is measured: "SEK/litre" is "SEK/l"; a year's amount as an amount."""
    above, slash, below = quantity.unit.partition("/")
    if once and below == "year":
        return replace(quantity, unit=above)
    return replace(quantity, unit=f"{above}{slash}{MEASURES.get(below, below)}") if slash else quantity


def other_measure(one: Quantity, other: Quantity) -> bool:
    """Litres go with litres and prices a litre, not with megawatt-hours."""
    first, second = (_measures(quantity.unit) for quantity in (one, other))
    if (first and other.unit in _SHARES) or (second and one.unit in _SHARES):
        return True
    return bool(first and second) and not any(
        a == b or (a, b) in _SCALES or (b, a) in _SCALES for a in first for b in second
    )


def _measures(unit: str) -> list[str]:
    return [MEASURES.get(part, part) for part in unit.split("/") if MEASURES.get(part, part) in MEASURED]
