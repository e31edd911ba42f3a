"""Questions as people type them: no question mark, words left out, a slip of the finger."""

from __future__ import annotations

import random
import re

TYPED_SHARE = 0.3
KEYWORD_SHARE = 0.1
SLIP_SHARE = 0.08
_LEFT_OUT = frozenset(
    re.findall(
        r"\w+",
        "what which is are was were did does do has have had the a an of in on at to for by with it its that "
        "there been be called name type kind",
    )
)
_ASKED = frozenset(
    re.findall(
        r"\w+",
        "who when where why how",
    )
)


def typed(question: str, draw: random.Random) -> str:
    """The question, at times as it would be typed in haste."""
    chance = draw.random()
    if chance < KEYWORD_SHARE:
        question = keywords(question, draw)
    elif chance < TYPED_SHARE:
        question = question.strip().rstrip("?. ").lower()
    if draw.random() < SLIP_SHARE:
        question = slip(question, draw)
    return question


def keywords(question: str, draw: random.Random) -> str:
    """The words that carry the question; the asking word stays more often than not."""
    kept = [
        word
        for word in re.findall(r"[\w$€£%.,’'&/-]*\w[%]?", question)
        if word.lower() not in _LEFT_OUT and (word.lower() not in _ASKED or draw.random() < 0.7)
    ]
    return " ".join(kept).lower() if len(kept) >= 3 else question.rstrip("? ").lower()


def slip(question: str, draw: random.Random) -> str:
    """One longer word, lower case already or not a name, with a letter dropped, doubled or changed places."""
    places = list(re.finditer(r"\b[a-z]{5,}\b", question))
    if not places:
        return question
    place = draw.choice(places)
    word, at = place.group(), draw.randrange(1, len(place.group()) - 1)
    wrong = draw.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        )
    )
    return question[: place.start()] + wrong + question[place.end() :]
