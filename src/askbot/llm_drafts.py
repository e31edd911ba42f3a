"""What a chat model hands in: claims with quotes, read out of its JSON, whole or as it grows.

Pure, and strict: what has not the agreed form is said to the model in a line, never guessed at.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

MOST_CLAIMS = 12
MOST_QUOTES = 6
LONGEST_CLAIM_CHARACTERS = 600
LONGEST_QUOTE_CHARACTERS = 2_000
LONGEST_JSON_CHARACTERS = 100_000
_FENCE = re.compile(r"```(?:json)?\s*(.*?)```", re.DOTALL)
# Marks of its own that a model puts behind a sentence; the surfaces put theirs.
_MARK = re.compile(r"\s*\[(?:[pc]?\d{1,3})(?:,\s*[pc]?\d{1,3})*\]")
_CLAIMS = re.compile(r'"claims"\s*:\s*\[')


class DraftError(ValueError):
    """A text that has not the agreed form; the message says it to the model."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim as the model wrote it: its text, the words that it quotes, and the id of a calculation of the tool's."""

    text: str
    quotes: tuple[str, ...]
    calculation: str | None = None


def read(arguments: Mapping[str, object]) -> list[Draft]:
    """Read what the model handed in: `{"claims": [{"text": …, "quotes": […], "calculation": …}]}`.

    Raises DraftError for any other form, and for more than the limits allow.

    >>> read({"claims": [{"text": "It has 3 decks [p1].", "quotes": ["three decks"]}]})
    [Draft(text='It has 3 decks.', quotes=('three decks',), calculation=None)]
    """
    claims = arguments.get("claims")
    if not isinstance(claims, list):
        raise DraftError('there is no list of "claims"')
    if len(claims) > MOST_CLAIMS:
        raise DraftError(f"there are {len(claims)} claims; give at most {MOST_CLAIMS}")
    return [_draft(claim) for claim in claims]


def read_text(text: str) -> list[Draft]:
    """Read a message of a model that was to hand in claims and wrote JSON instead; DraftError where it is none."""
    fenced = _FENCE.search(text)
    body = (fenced[1] if fenced else text).strip()
    if len(body) > LONGEST_JSON_CHARACTERS:
        raise DraftError("it is too long")
    start = body.find("{")
    try:
        fields, _ = json.JSONDecoder().raw_decode(body, start) if start >= 0 else (None, 0)
    except (ValueError, RecursionError) as error:
        raise DraftError("it is not JSON") from error
    if not isinstance(fields, dict):
        raise DraftError("it is not a JSON object")
    return read(fields)


def finished(growing: str) -> list[Draft]:
    """Return the claims that stand whole in a JSON text that is still growing.

    >>> finished('{"claims": [{"text": "A stands.", "quotes": ["A stands"]}, {"text": "B')
    [Draft(text='A stands.', quotes=('A stands',), calculation=None)]
    """
    opening = _CLAIMS.search(growing[:LONGEST_JSON_CHARACTERS])
    if opening is None:
        return []
    found: list[Draft] = []
    at = opening.end()
    while len(found) < MOST_CLAIMS:
        start = growing.find("{", at)
        if start < 0 or "]" in growing[at:start]:
            break
        try:
            claim, at = json.JSONDecoder().raw_decode(growing, start)
            found.append(_draft(claim))
        except (ValueError, RecursionError):
            break
    return found


def _draft(claim: object) -> Draft:
    if not isinstance(claim, dict):
        raise DraftError("a claim is not an object")
    text, quotes, calculation = claim.get("text"), claim.get("quotes"), claim.get("calculation")
    if not isinstance(text, str) or not text.strip():
        raise DraftError('a claim has no "text"')
    if len(text) > LONGEST_CLAIM_CHARACTERS:
        raise DraftError(f"a claim has {len(text)} characters; write at most {LONGEST_CLAIM_CHARACTERS}")
    if quotes is None:
        quotes = []
    if isinstance(quotes, str):
        quotes = [quotes]
    if not isinstance(quotes, list) or not all(isinstance(quote, str) for quote in quotes):
        raise DraftError('"quotes" is not a list of texts')
    if len(quotes) > MOST_QUOTES or any(len(quote) > LONGEST_QUOTE_CHARACTERS for quote in quotes):
        raise DraftError(f"a claim has too many or too long quotes; give at most {MOST_QUOTES}, a sentence each")
    if calculation is not None and not isinstance(calculation, str):
        raise DraftError('"calculation" is not the id of a calculation')
    said = " ".join(_MARK.sub("", text).replace("**", "").split())
    if not said:
        raise DraftError('a claim has no "text"')
    return Draft(said, tuple(quotes), calculation or None)
