"""Number questions with their working, as training examples for the operation model.

`written/workings/*.txt` hold, for the article of the same name, a question a line: `operation | question | operand | ...`. An
operand is the number of a sentence (from 1) and the figure as it prints it, or `q` and a figure that the question itself
gives; their order counts. `open` stands for a question that nothing in the article works out. The operations are those of
`askbot.operation_model`.

An example is a question over some sentences of its article: those that hold the operands, and those whose words come close,
in the article's order, as askbot puts its hits to the model. Questions whose answer is printed are examples of `open` too.
"""

from __future__ import annotations

import math
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from written import Paper, read

from askbot.operation_model import OPERATIONS
from askbot.outlined import MOST_CHARACTERS, NEEDS
from askbot.periods import find_periods
from askbot.quantities import find
from askbot.words import is_function_word, stem, tokens

FOLDER, OPEN = "workings", "open"
ROOMS = (700, MOST_CHARACTERS)  # characters of the sentences of an example: of one half of them, of the other
LEAST_ROOM = 0.4
MISSING_SHARE = 0.12  # of the questions over two sentences or more that are asked without one of them
PRINTED, PRINTED_OTHERS = 7, 2  # questions of an article whose answer it prints: for figures, for anything else
ALL = ("sum", "mean", "rest")  # of which all operands count alike
NONE, ONE, OTHER = 0, 1, 2
_FIGURE = re.compile(
    r"how (?:many|much|long|old|big|far|often)|what (?:share|percent|part|did .* cost)|when|by how", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Working:
    """A question, what is to be done, and its operands: a sentence from 0 (None for the question itself) and the figure's words."""

    question: str
    operation: str
    operands: tuple[tuple[int | None, str], ...]


@dataclass(frozen=True, slots=True)
class Outlined:
    """A question over a text, the operation, and each figure's place in them and part in it: NONE, ONE or OTHER."""

    question: str
    text: str
    operation: str
    of_question: tuple[tuple[int, int, int], ...]
    of_text: tuple[tuple[int, int, int], ...]


def workings(path: Path, paper: Paper) -> list[Working]:
    """Read one file; raises ValueError where an operand stands in neither its sentence nor the question."""
    made = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        operation, question, *operands = (piece.strip() for piece in line.split("|"))
        if operation not in OPERATIONS or not question or bool(operands) == (operation == OPEN):
            raise ValueError(f"{path}:{number}: {line!r} is no question with an operation and its operands")
        placed: list[tuple[int | None, str]] = []
        for operand in operands:
            where, _, words = operand.partition(" ")
            at = None if where == "q" else int(where) - 1
            if words not in (question if at is None else paper.sentences[at].text):
                raise ValueError(f"{path}:{number}: {words!r} doesn't stand where it should")
            placed.append((at, words))
        made.append(Working(question, operation, tuple(placed)))
    return made


def all_examples(folder: Path, *, seed: int) -> Iterator[tuple[str, list[Outlined]]]:
    """Yield every article's name and examples."""
    for path in sorted((folder / FOLDER).glob("*.txt")):
        paper = read(folder / path.name)
        yield paper.name, examples(paper, workings(path, paper), random.Random(f"{paper.name}{seed}"))


def examples(paper: Paper, made: Sequence[Working], draw: random.Random) -> list[Outlined]:
    """The examples of one article."""
    said = [_content(one.text) for one in paper.sentences]
    often = Counter(word for words in said for word in words)
    weights = {word: math.log(1 + len(said) / times) for word, times in often.items()}
    found = [_example(paper, said, weights, one, draw) for one in made]
    asked = [(i, question) for i, one in enumerate(paper.sentences) for question, _ in one.answered]
    asked += [(i, question) for i, one in enumerate(paper.sentences) for question in one.unanswered]
    for most, figures in ((PRINTED, True), (PRINTED_OTHERS, False)):
        some = [(i, question) for i, question in asked if bool(_FIGURE.search(question)) == figures]
        for i, question in draw.sample(some, min(most, len(some))):
            near = _near(paper, said, weights, question, [i], draw)
            found.append(Outlined(question, _joined(paper, near)[0], OPEN, _marked(question, []), ()))
    return [one for one in found if one is not None]


def _example(
    paper: Paper, said: Sequence[set[str]], weights: dict[str, float], one: Working, draw: random.Random
) -> Outlined | None:
    places = sorted({at for at, _ in one.operands if at is not None})
    missing = draw.choice(places) if len(places) > 1 and draw.random() < MISSING_SHARE else None
    needed = [at for at in places if at != missing]
    near = _near(paper, said, weights, one.question, needed, draw, without=missing)
    if not set(needed) <= set(near):
        return None
    text, starts = _joined(paper, near)
    if missing is not None:
        return Outlined(one.question, text, OPEN, _marked(one.question, []), _marked(text, []))
    of_question, of_text = [], []
    for (at, words), part in zip(one.operands, _parts(one), strict=True):
        whole, start = (one.question, 0) if at is None else (paper.sentences[at].text, starts[near.index(at)])
        found = start + whole.index(words)
        (of_question if at is None else of_text).append((found, found + len(words), part))
    return Outlined(one.question, text, one.operation, _marked(one.question, of_question), _marked(text, of_text))


def _parts(one: Working) -> list[int]:
    """Each operand's part; an open question has none."""
    return [ONE if one.operation in ALL or not i else OTHER for i in range(len(one.operands))]


def _marked(text: str, operands: Sequence[tuple[int, int, int]]) -> tuple[tuple[int, int, int], ...]:
    """The operands, and every other figure and date as having no part; none that prints what an operand does."""
    printed = {text[start:end].lower() for start, end, _ in operands}
    others = [(one.start, one.end, NONE) for one in (*find(text), *find_periods(text))]
    return (
        *operands,
        *(
            (start, end, part)
            for start, end, part in others
            if text[start:end].lower() not in printed
            and not any(start < last and first < end for first, last, _ in operands)
        ),
    )


def _near(
    paper: Paper,
    said: Sequence[set[str]],
    weights: dict[str, float],
    question: str,
    needed: Sequence[int],
    draw: random.Random,
    *,
    without: int | None = None,
) -> list[int]:
    """The sentences that an example shows: the needed ones, and others that share words with the question."""
    room = draw.choice(ROOMS)
    chosen: list[int] = []

    def take(at: int) -> None:
        nonlocal room
        length = len(paper.sentences[at].text)
        if at >= 0 and at not in chosen and at != without and length <= room:
            chosen.append(at)
            room -= length

    for at in needed:
        take(at)
    for at in needed:
        if NEEDS.match(paper.sentences[at].text) and draw.random() < 0.8:
            take(at - 1)
    spare = room * (1 - draw.uniform(LEAST_ROOM, 1))
    words = _content(question)
    worth = [sum(weights.get(word, 0) for word in words & one) + draw.random() for one in said]
    for at in sorted(range(len(said)), key=lambda i: -worth[i]):
        if room <= spare:
            break
        take(at)
        if NEEDS.match(paper.sentences[at].text) and draw.random() < 0.7:
            take(at - 1)
    return sorted(chosen)


def _joined(paper: Paper, near: Sequence[int]) -> tuple[str, list[int]]:
    """The sentences as one text, and where each begins."""
    text, starts = "", []
    for at in near:
        text += " " if text else ""
        starts.append(len(text))
        text += paper.sentences[at].text
    return text, starts


def _content(text: str) -> set[str]:
    return {stem(token.lower) for token in tokens(text) if not is_function_word(token.lower)}
