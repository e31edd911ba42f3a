"""Recorded calculations worked out anew: the contract's JSON in, the same JSON out, or what differs in it.

It trusts nothing of what it is given: operands are read, everything else is recomputed by the calculator.
Pure; whoever calls it reads the file.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import partial
from itertools import product

from askbot.calculator import evaluate
from askbot.errors import CalculationError
from askbot.types import Origin, Quantity

Json = dict[str, object]

# An answer has a handful of calculations; a file of megabytes is none.
LONGEST_RECORD_CHARACTERS = 2_000_000
_REMEDY = "Give what askbot ask --json printed, or one of its calculations."
_LONGEST_NUMBER = 200


@dataclass(frozen=True, slots=True)
class Replay:
    """A record's JSON with its calculations worked out anew, and in words where that differs from the recorded one."""

    text: str
    calculations: int
    differences: tuple[str, ...]


def replay(text: str) -> Replay:
    """Work out a calculation, or each calculation of a whole answer, from its JSON.

    Results, constants and the calculator's own notes are recomputed; what was written beside them (as printed,
    periods, citations, further remarks) is carried over. Where nothing differs, `text` is what was recorded.
    Raises CalculationError for what is no record, or has no value.

    >>> operands = '{"a": {"value": "1", "unit": "USD"}, "b": {"value": "2", "unit": "USD"}}'
    >>> result = '{"value": "4", "unit": "USD", "rounded": "$4"}'
    >>> replay(f'{{"name": "sum", "expression": "a + b", "operands": {operands}, "result": {result}}}').differences[0]
    "sum: result.value is '4' in the record and '3' worked out"
    """
    recorded = _read(text)
    write = _writer(text, recorded)
    if "expression" in recorded:
        again = _again(recorded)
        return Replay(write(again), 1, tuple(_differences(recorded, again)))
    listed = recorded.get("calculations")
    if not isinstance(listed, list):
        raise CalculationError("That is no calculation and no answer.", _REMEDY)
    worked, differences = [], []
    for entry in listed:
        if not isinstance(entry, dict):
            raise CalculationError("A calculation in that answer is no JSON object.", _REMEDY)
        again = _again(entry)
        worked.append(again)
        differences += _differences(entry, again)
    return Replay(write({**recorded, "calculations": worked}), len(worked), tuple(differences))


def records(text: str) -> list[str]:
    """Tell the lines of a batch from one record on several lines."""
    lines = [line for line in text.splitlines() if line.strip()]
    each = len(lines) > 1 and all(line[0] == "{" and line.rstrip()[-1] == "}" for line in lines)
    return lines if each else [text]


def _writer(text: str, recorded: Json) -> Callable[[Json], str]:
    """Write JSON as the record was written: on one line as `askbot ask --json` does, or indented."""
    for indent, escaped in product((None, 2, 4, 1), (False, True)):
        if json.dumps(recorded, ensure_ascii=escaped, indent=indent) == text.strip():
            return partial(json.dumps, ensure_ascii=escaped, indent=indent)
    return partial(json.dumps, ensure_ascii=False)


def _read(text: str) -> Json:
    if len(text) > LONGEST_RECORD_CHARACTERS:
        raise CalculationError(f"The record has {len(text):,} characters.", _REMEDY)
    try:
        recorded = json.loads(text)
        json.dumps(recorded)  # what is nested too deep to be written is refused now
    except (ValueError, RecursionError) as error:
        raise CalculationError("The record is no JSON.", _REMEDY) from error
    if not isinstance(recorded, dict):
        raise CalculationError("The record is no JSON object.", _REMEDY)
    return recorded


def _again(recorded: Json) -> Json:
    """The record with everything that the calculator makes made by it anew."""
    name, expression = _string(recorded, "name"), _string(recorded, "expression")
    operands = recorded.get("operands")
    if not isinstance(operands, dict) or not all(isinstance(operand, dict) for operand in operands.values()):
        raise CalculationError(f"The operands of '{name[:40]}' are no JSON objects.", _REMEDY)
    figures = {key: _quantity(key, operand) for key, operand in operands.items()}
    worked = evaluate(expression, figures, name=name)
    kept: Json = {
        key: {**operands.get(key, _fields(operand)), "value": f"{operand.value:f}", "unit": operand.unit}
        for key, operand in worked.operands.items()
    }
    result = {"value": worked.result.value, "unit": worked.result.unit, "rounded": worked.result.rounded}
    notes = recorded.get("notes", [])
    further = [note for note in notes if note not in worked.notes] if isinstance(notes, list) else []
    again = {**recorded, "operands": kept, "result": result}
    return {**again, "notes": [*worked.notes, *further]} if "notes" in recorded else again


def _quantity(key: str, operand: Mapping[str, object]) -> Quantity:
    value, unit = _string(operand, "value"), _string(operand, "unit")
    if len(value) > _LONGEST_NUMBER or len(unit) > _LONGEST_NUMBER:
        raise CalculationError(f"Operand '{key[:40]}' is too long.", _REMEDY)
    try:
        number = Decimal(value)
        origin = Origin(str(operand.get("origin", Origin.ASSUMED)))
    except (InvalidOperation, ValueError) as error:
        raise CalculationError(f"Operand '{key[:40]}' has no value or no origin that is known.", _REMEDY) from error
    return Quantity(number, unit, str(operand.get("printed", value)), origin=origin)


def _fields(operand: Quantity) -> Json:
    """The contract's fields for an operand that the record lacks: a constant that was left out."""
    return {
        "value": "",
        "unit": "",
        "printed": operand.printed,
        "period": None,
        "citation": None,
        "origin": operand.origin.value,
    }


def _string(record: Mapping[str, object], field: str) -> str:
    value = record.get(field)
    if not isinstance(value, str):
        raise CalculationError(f"The record has no '{field}' in words.", _REMEDY)
    return value


def _differences(recorded: Json, again: Json) -> list[str]:
    name = str(recorded.get("name"))[:40]
    found = []
    for path, was, now in _compared("", recorded, again):
        found.append(f"{name}: {path} is {_said(was)} in the record and {_said(now)} worked out")
    if not found and json.dumps(recorded) != json.dumps(again):
        found.append(f"{name}: the order of its fields differs")
    return found


def _compared(path: str, was: object, now: object) -> list[tuple[str, object, object]]:
    if was is now:
        return []
    if isinstance(was, dict) and isinstance(now, dict):
        keys = dict.fromkeys([*was, *now])
        within = (_compared(f"{path}.{key}".lstrip("."), was.get(key), now.get(key)) for key in keys)
        return [difference for part in within for difference in part]
    return [] if was == now else [(path, was, now)]


def _said(value: object) -> str:
    said = "nothing" if value is None else repr(value)
    return said if len(said) <= 80 else said[:79] + "…"
