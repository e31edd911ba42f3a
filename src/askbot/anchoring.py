"""Where a quote stands in a text: whitespace and typography aside, letter for letter.

Pure. It finds the exact offsets of words that somebody repeated, and takes nothing that is only nearly there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# A repeated "million" stands in every second sentence: it says nothing of where the words come from.
LEAST_WORDS = 2
_SAME = {
    "‘": "'", "’": "'", "‚": "'", "‛": "'", "′": "'", "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"',
    "–": "-", "—": "-", "‒": "-", "―": "-", "‐": "-", "‑": "-", "−": "-",
}  # fmt: skip
_UNSEEN = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_WRAPPED = re.compile(r"^(?:[\s\"'*]|\.\.\.|…)+|(?:[\s\"'*]|\.\.\.|…)+$")


def anchors(quote: str, text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of `text` that hold the quote's words, in order.

    Blanks of any kind and number, curly and straight quotation marks, dashes and hyphens count as the same; case
    and every letter, digit and other sign have to agree. A span never begins or ends inside a word or a number.

    >>> text = "The firm’s  cash was $1.5 million."
    >>> [text[a:b] for a, b in anchors("firm's cash", text)], list(anchors("was $1.5", text)) == [(17, 25)]
    (['firm’s  cash'], True)
    >>> list(anchors("5 million", text)), list(anchors("firm's cash is", text))
    ([], [])
    """
    wanted, _ = _folded(_WRAPPED.sub("", quote))
    if len(wanted.split()) < LEAST_WORDS:
        return
    plain, places = _folded(text)
    at = plain.find(wanted)
    while at >= 0:
        end = at + len(wanted)
        if _is_whole(plain, at, end):
            yield places[at], places[end - 1] + 1
        at = plain.find(wanted, at + 1)


def _folded(text: str) -> tuple[str, list[int]]:
    """Fold a text for comparison, with the place that each folded character has in it."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        if letter in _UNSEEN:
            continue
        folded = " " if letter.isspace() else _SAME.get(letter, letter)
        if folded == " " and (not letters or letters[-1] == " "):
            continue
        letters.append(folded)
        places.append(place)
    while letters and letters[-1] == " ":
        letters.pop()
        places.pop()
    return "".join(letters), places


def _is_whole(plain: str, start: int, end: int) -> bool:
    """Say whether a span cuts no word and no number: "5 million" is no part of "1.5 million" nor of "$5 million"."""
    before, after = plain[:start][-2:], plain[end : end + 2]
    first, last = plain[start], plain[end - 1]
    if first.isalnum() and before and (before[-1].isalnum() or (first.isdigit() and _joins(before[::-1]))):
        return False
    return not (last.isalnum() and after and (after[0].isalnum() or (last.isdigit() and _joins(after))))


def _joins(beside: str) -> bool:
    """Say whether the characters beside a digit, the nearest first, make it part of a longer figure."""
    if beside[0] in "$€£¥%":
        return True
    return beside[0] in ".,-" and beside[1:].isdigit()
