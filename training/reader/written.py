"""Articles and questions written for this project, as training examples in the form in which askbot reads.

`written/*.txt` (see its README) hold one article each: `# title`, `## heading`, a sentence a line; under a sentence
`? question => answer` where the sentence answers, the answer printed in it, and `?? question` where nothing in the
article does, though the sentence comes close. Those in `held-out` are to measure on. `whether/` holds files of the same names with
yes-or-no questions about them, `worked/` with questions that something has to be worked out for, each with the piece of a sentence that
holds the figures. The reader answers such a question by pointing at a word of "yes no", which it reads as the
passage, behind the sentence as its lead; where that decides nothing, at neither. A question to be worked out it answers by that piece.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import swaps
from examples import SWAP_SHARE, Example, apart, together, words
from typed import slip

HELD_OUT = "held-out"
HEADING_SHARE = 0.85
LEAD_SHARE = 0.15  # of sentences that need no lead
PARAGRAPH_SHARE = 0.06  # of questions over all sentences under their heading
AROUND_SHARE = 0.08  # ... over the sentence with its neighbours, as askbot reads again
CLOSE_SHARE = 0.35  # ... that also meet a close sentence of the article, which doesn't answer
CLOSE_RANKS = 5
NEXT_SHARE = 0.08
TYPED_SHARE = 0.2
SLIP_SHARE = 0.03  # the questions have slips of their own
TOGETHER_SHARE = 0.1
MOST_PARAGRAPH = 6  # sentences
SENTENCES_A_PARAGRAPH = 3
WHETHER, VERDICTS = "whether", "yes no"
WORKED, OPEN = "worked", "open"
_NEEDS = re.compile(
    r"^(?:It|He|She|They|Its|His|Her|Their|This|That|These|Those|Both|Neither|There|The [a-z]+)\b"
    r"|\b(?:it|he|she|they|its|his|her|their|them|the (?:company|firm|group|club|union|council|plant))\b"
)
_NAME = re.compile(r"(?<=\w )[A-Z][\w-]+")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its heading, the questions that it answers, and those that it only comes close to."""

    text: str
    heading: str
    answered: tuple[tuple[str, str], ...]
    unanswered: tuple[str, ...]
    whether: tuple[tuple[str, str], ...] = ()  # each with "yes", "no" or "open"
    worked: tuple[tuple[str, str], ...] = ()  # each with the piece that holds the figures, or "open"


@dataclass(frozen=True, slots=True)
class Paper:
    """One article."""

    name: str
    title: str
    sentences: tuple[Sentence, ...]

    @property
    def text(self) -> str:
        """The article as a file of a corpus: paragraphs of up to three sentences under their headings."""
        lines, heading, paragraph = [self.title, ""], "", list[str]()
        for one in self.sentences:
            if paragraph and (one.heading != heading or len(paragraph) == SENTENCES_A_PARAGRAPH):
                lines.append(" ".join(paragraph))
                paragraph = []
            if one.heading != heading:
                lines += ["", one.heading]
                heading = one.heading
            paragraph.append(one.text)
        return "\n".join([*lines, " ".join(paragraph)]) + "\n"

    def stock(self) -> swaps.Stock:
        """The names, years and numbers of the article and its questions."""
        asked = [question for one in self.sentences for question, _ in one.answered]
        return swaps.stock([*(one.text for one in self.sentences), *asked])


def read(path: Path) -> Paper:
    """Read one file; raises ValueError where an answer doesn't stand in its sentence."""
    made: list[tuple[str, str, list[tuple[str, str]], list[str]]] = []
    heading = title = ""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        line = line.strip()
        if line.startswith("## "):
            heading = line[3:]
        elif line.startswith("# "):
            title = line[2:]
        elif not line:
            continue
        elif line.startswith("?? "):
            made[-1][3].append(line[3:].strip())
        elif line.startswith("? "):
            question, _, answer = line[2:].rpartition(" => ")
            if not question or answer.strip() not in made[-1][0]:
                raise ValueError(f"{path}:{number}: the answer doesn't stand in its sentence")
            made[-1][2].append((question.strip(), answer.strip()))
        else:
            made.append((line, heading, [], []))
    whether, worked = _beside_it(path, WHETHER, len(made)), _beside_it(path, WORKED, len(made))
    for i, questions in whether.items():
        for _, verdict in questions:
            if verdict not in (*VERDICTS.split(), OPEN):
                raise ValueError(f"{path}: {verdict!r}, of sentence {i + 1}, is none of yes, no and open")
    for i, questions in worked.items():
        for _, piece in questions:
            if piece != OPEN and piece not in made[i][0]:
                raise ValueError(f"{path}: {piece!r} doesn't stand in sentence {i + 1}")
    return Paper(
        path.stem,
        title,
        tuple(
            Sentence(t, h, tuple(a), tuple(u), tuple(whether.get(i, ())), tuple(worked.get(i, ())))
            for i, (t, h, a, u) in enumerate(made)
        ),
    )


def _beside_it(path: Path, folder: str, sentences: int) -> dict[int, list[tuple[str, str]]]:
    """The lines "number question => answer" of the file of the same name in a folder beside a paper, by sentence from 0."""
    found: dict[int, list[tuple[str, str]]] = {}
    beside = path.parent / folder / path.name
    for line in beside.read_text(encoding="utf-8").splitlines() if beside.exists() else ():
        number, _, rest = line.strip().partition(" ")
        question, _, answer = rest.rpartition(" => ")
        if not question or not 1 <= int(number) <= sentences:
            raise ValueError(f"{beside}: {line!r} is no question with its sentence and answer")
        found.setdefault(int(number) - 1, []).append((question, answer))
    return found


def papers(folder: Path, *, held_out: bool) -> list[Paper]:
    """The articles to measure on, or all the others."""
    return [read(path) for path in sorted((folder / HELD_OUT if held_out else folder).glob("*.txt"))]


def examples(
    made: Sequence[Paper], draw: random.Random, *, spans: float = 1.0, whether: float = 1.0, worked: float = 1.0
) -> list[Example]:
    """The questions over their sentences and over others, shuffled; such a share of each sort."""
    found = [
        example
        for paper in made
        for share, every in ((spans, _of), (whether, _whether), (worked, _worked))
        for example in every(paper, draw)
        if draw.random() < share
    ]
    draw.shuffle(found)
    return found


def _of(paper: Paper, draw: random.Random) -> Iterator[Example]:
    stock, said = paper.stock(), [words(one.text) for one in paper.sentences]
    for i, one in enumerate(paper.sentences):
        for n, (question, answer) in enumerate(one.answered):
            name, asked = f"{paper.name}-{i}-{n}", slip(question, draw) if draw.random() < SLIP_SHARE else question
            example = _placed(paper, i, asked, answer, name, draw)
            swap = swaps.choose(asked, f"{example.lead} {example.passage}", stock, draw)
            yield (swap and draw.random() < TOGETHER_SHARE and together(example, swap)) or example
            if swap and draw.random() < SWAP_SHARE / 3:
                yield apart(example, swap, draw)
            others = [
                j for j in range(len(said)) if abs(i - j) > 0 and answer.lower() not in paper.sentences[j].text.lower()
            ]
            if draw.random() < CLOSE_SHARE and others:
                yield _beside(paper, others, said, asked, name + "-close", draw)
            if draw.random() < NEXT_SHARE and i + 1 in others:
                yield Example(name + "-next", asked, paper.sentences[i + 1].text, (), _lead(paper, i + 1, draw))
        for n, question in enumerate(one.unanswered):
            name = f"{paper.name}-{i}-{n}-none"
            if draw.random() < TYPED_SHARE:  # fewer of these were written in haste: that must not tell them apart
                question = question.rstrip("?").lower()
            yield _placed(paper, i, question, None, name, draw)
            if draw.random() < CLOSE_SHARE / 2:
                others = [j for j in range(len(said)) if j != i]
                yield _beside(paper, others, said, question, name + "-close", draw)


def _whether(paper: Paper, draw: random.Random) -> Iterator[Example]:
    said = [words(one.text) for one in paper.sentences]
    for i, one in enumerate(paper.sentences):
        for n, (question, verdict) in enumerate(one.whether):
            yield _decided(paper, i, question, verdict, f"{paper.name}-{i}-{n}-whether", draw)
            if draw.random() < CLOSE_SHARE:
                at = _closest([j for j in range(len(said)) if j != i], question, said, draw)
                yield _decided(paper, at, question, OPEN, f"{paper.name}-{i}-{n}-whether-close", draw)


def _worked(paper: Paper, draw: random.Random) -> Iterator[Example]:
    said = [words(one.text) for one in paper.sentences]
    for i, one in enumerate(paper.sentences):
        for n, (question, piece) in enumerate(one.worked):
            name = f"{paper.name}-{i}-{n}-worked"
            yield _placed(paper, i, question, None if piece == OPEN else piece, name, draw)
            if draw.random() < CLOSE_SHARE:
                yield _beside(paper, [j for j in range(len(said)) if j != i], said, question, name + "-close", draw)


def _beside(
    paper: Paper, others: Sequence[int], said: Sequence[set[str]], asked: str, name: str, draw: random.Random
) -> Example:
    """The question over one of the sentences that share most words with it."""
    at = _closest(others, asked, said, draw)
    return Example(name, asked, paper.sentences[at].text, (), _lead(paper, at, draw))


def _closest(others: Sequence[int], asked: str, said: Sequence[set[str]], draw: random.Random) -> int:
    """One of the sentences that share most words with a question."""
    own = words(asked)
    ranked = sorted(others, key=lambda j: (-len(own & said[j]) / (8 + len(said[j])) ** 0.5, draw.random()))
    return draw.choice(ranked[:CLOSE_RANKS])


def _decided(paper: Paper, i: int, asked: str, verdict: str, name: str, draw: random.Random) -> Example:
    """A yes-or-no question over "yes no", behind the sentence that decides it or doesn't."""
    answers = () if verdict == OPEN else ((VERDICTS.index(verdict), verdict),)
    lead = f"{_lead(paper, i, draw)} {paper.sentences[i].text}".strip()
    return Example(name, asked, VERDICTS, answers, lead)


def _placed(paper: Paper, i: int, asked: str, answer: str | None, name: str, draw: random.Random) -> Example:
    """The question over its sentence, at times over what stands around that too."""
    chance, own = draw.random(), paper.sentences[i]
    first = last = i
    if chance < PARAGRAPH_SHARE:
        same = [j for j, other in enumerate(paper.sentences) if other.heading == own.heading]
        first = draw.randint(max(same[0], i - MOST_PARAGRAPH + 1), i)
        last = min(same[-1], first + MOST_PARAGRAPH - 1)
    elif chance < PARAGRAPH_SHARE + AROUND_SHARE:
        first, last = max(0, i - 1), min(len(paper.sentences) - 1, i + 1)
    texts = [one.text for one in paper.sentences[first : last + 1]]
    lead = _lead(paper, i, draw) if first == last else ""
    if answer is None:
        return Example(name, asked, " ".join(texts), (), lead)
    before = " ".join(texts[: i - first])
    at = len(before) + bool(before) + own.text.index(answer)
    return Example(name, asked, " ".join(texts), ((at, answer),), lead)


def _lead(paper: Paper, i: int, draw: random.Random) -> str:
    """What askbot reads before a sentence: its heading, and up to two sentences where it points back at them."""
    own = paper.sentences[i]
    heading = f"{own.heading.rstrip('.:')}." if own.heading and draw.random() < HEADING_SHARE else ""
    needs = _NEEDS.search(own.text) or not _NAME.search(own.text)
    first = i - draw.choice((1, 1, 2))
    before = [one.text for one in paper.sentences[max(0, first) : i] if one.heading == own.heading]
    if not (needs or draw.random() < LEAD_SHARE):
        before = []
    return f"{heading} {' '.join(before)}".strip()
