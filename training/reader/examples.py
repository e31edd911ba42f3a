"""Questions with passages, as the reader is trained and measured on them.

Reads SQuAD-format files. Most training examples have the form in which askbot reads: a lead ("Heading. The sentence
before.") and one sentence, answered from the sentence alone; some are whole paragraphs, which the published figures
are measured on. Beside the sets' own unanswerable questions there are four sorts of negatives: a sentence of the
same article lexically close to the question, the sentence after the answer's, and a question or a passage with one
name, year, number or property swapped (see `swaps`). A share of the questions is as people type (see `typed`).
"""

from __future__ import annotations

import json
import math
import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path

import swaps
import syntok.segmenter
from typed import typed

HELD_OUT_ARTICLES = 6  # of squad-train, whole, so that no passage of the development split was ever trained on
SHIFT_HELD_OUT_SHARE = 0.1
SHIFT_SETS = ("new-wiki", "amazon-reviews", "reddit")
PARAGRAPH_SHARE = 0.08  # of examples that keep the whole paragraph
HEADING_SHARE = 0.6
LEAD_SHARE = 0.5  # of sentences read with the sentence before
NEIGHBOUR_SHARE = 0.15  # of passages of two sentences
CLOSE_SHARE = 0.4  # of answerable questions that also get a lexically close negative
NEXT_SHARE = 0.08  # ... the sentence after the answer's, with the answer's as lead
SWAP_SHARE = 0.6  # ... a swap, where there is one to make
TOGETHER_SHARE = 0.12  # ... of answers kept under a swap of question and passage alike: a swap is no sign by itself
WHOLE_SWAP_SHARE = 0.4  # the same of whole paragraphs
WHOLE_CLOSE_SHARE = 0.3  # ... another paragraph of the article
PAIR_RANKS = 8  # an unlabelled pair's sentence is drawn from as many close ones: what askbot reads for a question
# Typed questions and finance wording weigh more than their number, and so do the only unanswerables that people wrote.
REPEATS = {"squad": 2, "qed": 2, "tatqa": 3}


@dataclass(frozen=True, slots=True)
class Example:
    """One question over one passage; `answers` are (start in the passage, text), empty where it has none.

    The lead is read before the passage and never answered from.
    """

    id: str
    question: str
    passage: str
    answers: tuple[tuple[int, str], ...]
    lead: str = ""
    labelled: bool = True  # False where nobody looked whether the passage answers: teachers say what a pupil learns


@cache
def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Spans of the sentences in a paragraph."""
    spans = []
    for paragraph in syntok.segmenter.analyze(text):
        for sentence in paragraph:
            spans.append((sentence[0].offset, sentence[-1].offset + len(sentence[-1].value)))
    return tuple(spans) or ((0, len(text)),)


def words(text: str) -> set[str]:
    """Lower-case words of four letters and more, and figures."""
    return {w for w in re.findall(r"\w+", text.lower()) if len(w) > 3 or w.isdigit()}


@dataclass(frozen=True)
class Article:
    """A heading, and paragraphs with their questions; `related` where its paragraphs are about one thing."""

    heading: str
    paragraphs: tuple[tuple[str, tuple[dict, ...]], ...]  # type: ignore[type-arg]
    related: bool = True

    @cached_property
    def sentences(self) -> list[tuple[str, str, set[str]]]:
        """Each sentence with the one before it in its paragraph and its words."""
        made = []
        for text, _ in self.paragraphs:
            before = ""
            for a, b in sentences(text):
                made.append((text[a:b], before, words(text[a:b])))
                before = text[a:b]
        return made

    @cached_property
    def rarity(self) -> dict[str, float]:
        """What a word is worth: the logarithm of how few sentences hold it."""
        held = Counter(word for _, _, said in self.sentences for word in said)
        return {word: math.log(1 + len(self.sentences) / n) for word, n in held.items()}

    @cached_property
    def stock(self) -> swaps.Stock:
        """The names, years and numbers of the article and of its questions."""
        asked = (qa["question"] for _, qas in self.paragraphs for qa in qas)
        return swaps.stock([*(text for text, _ in self.paragraphs), *asked])


def articles(path: Path, *, titled: bool = True) -> list[tuple[str, Article]]:
    """Read (title, article) of a SQuAD-format file."""
    made = []
    for article in json.loads(path.read_text(encoding="utf-8"))["data"]:
        title = article.get("title") or ""
        paras = tuple((p["context"], tuple(p["qas"])) for p in article["paragraphs"])
        made.append((title, Article(title.replace("_", " ") if titled else "", paras, related=titled)))
    return made


def whole(qa: dict, passage: str) -> Example:  # type: ignore[type-arg]
    """The question over its whole paragraph."""
    answers = () if qa.get("is_impossible") else tuple((a["answer_start"], a["text"]) for a in qa["answers"])
    return Example(str(qa["id"]), qa["question"], passage, answers)


def held_out(data: Path) -> set[str]:
    """Name the six held-out articles of squad-train, drawn with a fixed seed."""
    titles = sorted({title for title, _ in articles(data / "squad-train.json")})
    return set(random.Random(11).sample(titles, HELD_OUT_ARTICLES))


def shift(data: Path, name: str, *, development: bool) -> list[tuple[str, tuple[dict, ...], str]]:  # type: ignore[type-arg]
    """One SQuADShifts set's (paragraph, questions, title): the tenth to measure on, or the rest."""
    made = [
        (text, qas, title)
        for title, article in articles(data / f"squadshifts-{name}.json")
        for text, qas in article.paragraphs
    ]
    random.Random(11).shuffle(made)
    cut = int(len(made) * SHIFT_HELD_OUT_SHARE)
    return made[:cut] if development else made[cut:]


def development(data: Path) -> dict[str, list[Example]]:
    """The measuring sets: the held-out SQuAD articles, and a tenth of each SQuADShifts set.

    `near-miss` is made of the held-out articles as training examples are made: sentences with their leads, close and
    swapped negatives, questions as typed.
    """
    held = held_out(data)
    draw = random.Random(13)
    sets = {
        "squad": [
            whole(qa, text)
            for title, article in articles(data / "squad-train.json")
            if title in held
            for text, qas in article.paragraphs
            for qa in qas
        ]
    }
    near = [
        example
        for title, article in articles(data / "squad-train.json")
        if title in held
        for text, qas in article.paragraphs
        for qa in qas
        for example in windows(qa, text, article, draw)
    ]
    sets["near-miss"] = [replace(e, question=typed(e.question.strip(), draw)) for e in near]
    for name in SHIFT_SETS:
        sets[name] = [whole(qa, text) for text, qas, _ in shift(data, name, development=True) for qa in qas]
    return sets


def majority(example: Example) -> tuple[int, str]:
    """The answer that most annotators gave, the shortest of equals."""
    votes = Counter(example.answers)
    return max(votes, key=lambda answer: (votes[answer], -len(answer[1])))


def lead(article: Article, before: str, draw: random.Random) -> str:
    """What is read before the passage, in the product's form."""
    heading = f"{article.heading.rstrip('.:')}." if article.heading and draw.random() < HEADING_SHARE else ""
    return f"{heading} {before if draw.random() < LEAD_SHARE else ''}".strip()


def meant(example: Example) -> tuple[int, str, int]:
    """The answer's start, text and sentence: offsets are those of the first match, and of all the one in the sentence
    closest to the question is meant.
    """
    text, spans, asked = example.passage, sentences(example.passage), words(example.question)
    _, answer = majority(example)
    places = [m.start() for m in re.finditer(re.escape(answer), text)] or [example.answers[0][0]]
    homes = {at: next((i for i, (a, b) in enumerate(spans) if a <= at < b), 0) for at in places}
    start = max(places, key=lambda at: (len(asked & words(text[slice(*spans[homes[at]])])), -at))
    return start, answer, homes[start]


def paragraphs(qa: dict, text: str, article: Article, draw: random.Random) -> Iterator[Example]:  # type: ignore[type-arg]
    """The training examples of one question over whole paragraphs, and an unlabelled pair with a close sentence."""
    example = whole(qa, text)
    heading = lead(article, "", draw)
    asked = words(example.question)
    given = {answer.lower() for _, answer in example.answers}
    if not example.answers:
        yield replace(example, lead=heading)
    else:
        start, answer, _ = meant(example)
        made = replace(example, answers=((start, answer),), lead=heading)
        swap = swaps.choose(made.question, text, article.stock, draw) if article.related else None
        yield (draw.random() < TOGETHER_SHARE and swap and together(made, swap)) or made
        if swap and draw.random() < WHOLE_SWAP_SHARE:
            yield apart(made, swap, draw)
    if not article.related:
        return
    if given and draw.random() < WHOLE_CLOSE_SHARE:
        others = [
            (sum(article.rarity.get(w, 0.0) for w in asked & words(other)) / (8 + len(other) ** 0.5), other)
            for other, _ in article.paragraphs
            if other != text and not any(answer in other.lower() for answer in given)
        ]
        if others:
            close = draw.choice(sorted(others, reverse=True)[:3])[1]
            yield Example(example.id + "-close", example.question, close, (), lead(article, "", draw))
    ranked = sorted(
        ((sum(article.rarity.get(w, 0.0) for w in asked & said), passage, before) for passage, before, said in article.sentences),
        reverse=True,
    )  # fmt: skip
    _, passage, before = draw.choice(ranked[:PAIR_RANKS])
    yield Example(example.id + "-pair", example.question, passage, (), lead(article, before, draw), labelled=False)


def windows(qa: dict, text: str, article: Article, draw: random.Random) -> Iterator[Example]:  # type: ignore[type-arg]
    """The training examples of one question."""
    example = whole(qa, text)
    spans = sentences(text)
    asked = words(example.question)

    def piece(index: int) -> str:
        return text[slice(*spans[index])] if index >= 0 else ""

    if not example.answers:
        if draw.random() < PARAGRAPH_SHARE:
            yield replace(example, lead=lead(article, "", draw))
        else:
            best = max(range(len(spans)), key=lambda i: len(asked & words(piece(i))))
            yield replace(example, passage=piece(best), lead=lead(article, piece(best - 1), draw))
        return
    start, answer, home = meant(example)
    first, last = home - (draw.random() < NEIGHBOUR_SHARE and home > 0), home
    offset, end = spans[first][0], spans[last][1]
    if draw.random() < PARAGRAPH_SHARE or end < start + len(answer):
        made = Example(example.id, example.question, text, ((start, answer),), lead(article, "", draw))
    else:
        before = lead(article, piece(first - 1), draw)
        made = Example(example.id, example.question, text[offset:end], ((start - offset, answer),), before)
    swap = swaps.choose(made.question, f"{made.lead} {made.passage}", article.stock, draw) if article.related else None
    yield (draw.random() < TOGETHER_SHARE and swap and together(made, swap)) or made
    if swap and draw.random() < SWAP_SHARE:
        yield apart(made, swap, draw)
    given = {text.lower() for _, text in example.answers}
    telling = min((words(a) for a in given), key=len)
    if draw.random() < NEXT_SHARE and home + 1 < len(spans) and answer.lower() not in piece(home + 1).lower():
        yield Example(example.id + "-next", example.question, piece(home + 1), (), piece(home))
    if draw.random() < CLOSE_SHARE:
        pool = article.sentences if article.related else Article("", ((text, ()),)).sentences
        close = [
            (sum(article.rarity.get(w, 0.0) for w in asked & said) / (8 + len(passage) ** 0.5), passage, before)
            for passage, before, said in pool
            if 20 < len(passage) < 600
            and not any(a in passage.lower() for a in given)
            and not (telling and telling <= said)
        ]
        if close:
            _, passage, before = draw.choice(sorted(close, reverse=True)[:3])
            yield Example(example.id + "-close", example.question, passage, (), lead(article, before, draw))


def together(made: Example, swap: swaps.Swap) -> Example | None:
    """The example with the swap in question, lead and passage alike; None where it touches the answer."""
    start, answer = made.answers[0]
    if swap.old in answer or swap.new in answer or swap.old.islower():
        return None
    before, after = swaps.put(made.passage[:start], swap), swaps.put(made.passage[start + len(answer) :], swap)
    return Example(
        made.id,
        swaps.put(made.question, swap),
        before + answer + after,
        ((len(before), answer),),
        swaps.put(made.lead, swap),
    )


def apart(made: Example, swap: swaps.Swap, draw: random.Random) -> Example:
    """The example with the swap in the question only, or at times in the passage only: no longer answered."""
    inside = swaps.put(made.passage, swap)
    if draw.random() < 0.35 and inside != made.passage and not swaps.holds(made.lead, swap.old):
        return Example(made.id + "-swap", made.question, inside, (), made.lead)
    question = swaps.put(made.question, swap)
    if question == made.question:
        question = re.sub(rf"\b{re.escape(swap.old)}\b", swap.new, made.question, flags=re.IGNORECASE)
    return Example(made.id + "-swap", question, made.passage, (), made.lead)


def training(data: Path, *, seed: int) -> list[Example]:
    """One epoch of training examples, shuffled; the development articles never among them."""
    draw = random.Random(seed)
    held = held_out(data)
    made: list[Example] = []

    def add(article: Article, *, times: int = 1) -> None:
        for text, qas in article.paragraphs:
            for qa in qas * times:
                made.extend(windows(qa, text, article, draw))
                made.extend(paragraphs(qa, text, article, draw))

    for title, article in articles(data / "squad-train.json"):
        if title not in held:
            add(article, times=REPEATS["squad"])
    for _, article in articles(data / "qed-dev.json"):
        add(article, times=REPEATS["qed"])
    for article in financial(data / "tatqa-text-dev.json"):
        add(article, times=REPEATS["tatqa"])
    for name in SHIFT_SETS:
        titles: dict[str, list[tuple[str, tuple[dict, ...]]]] = {}  # type: ignore[type-arg]
        for text, qas, title in shift(data, name, development=False):
            titles.setdefault(title, []).append((text, qas))
        wiki = name == "new-wiki"
        for title, paras in titles.items():
            add(Article(title.replace("_", " ") if wiki else "", tuple(paras), related=wiki))
    draw.shuffle(made)
    return [replace(e, question=typed(e.question.strip(), draw)) for e in made]


def closing(data: Path, *, seed: int) -> list[Example]:
    """One epoch to end a training on: what people wrote about the training articles, answerable or not, over its paragraph
    and as askbot reads it.
    """
    draw = random.Random(seed)
    held = held_out(data)
    made: list[Example] = []
    for title, article in articles(data / "squad-train.json"):
        if title in held:
            continue
        for text, qas in article.paragraphs:
            for qa in qas:
                example = whole(qa, text)
                if example.answers:
                    start, answer, _ = meant(example)
                    example = replace(example, answers=((start, answer),))
                made.append(example)
                made.extend(windows(qa, text, article, draw))
    draw.shuffle(made)
    return [replace(e, question=typed(e.question.strip(), draw) if draw.random() < 0.5 else e.question) for e in made]


def paragraphs_asked(data: Path) -> Iterator[tuple[str, str, str, tuple[dict, ...]]]:  # type: ignore[type-arg]
    """(set, heading, paragraph, its questions) of every set, without what is held out."""
    held = held_out(data)
    for title, article in articles(data / "squad-train.json"):
        if title not in held:
            for text, qas in article.paragraphs:
                yield "squad", article.heading, text, qas
    for _, article in articles(data / "qed-dev.json"):
        for text, qas in article.paragraphs:
            yield "qed", article.heading, text, qas
    for article in financial(data / "tatqa-text-dev.json"):
        for text, qas in article.paragraphs:
            yield "tatqa", "", text, qas
    for name in SHIFT_SETS:
        for text, qas, title in shift(data, name, development=False):
            yield name, title.replace("_", " ") if name == "new-wiki" else "", text, qas


def financial(path: Path) -> Iterator[Article]:
    """TAT-QA's single-span questions, each report an article."""
    for report in json.loads(path.read_text(encoding="utf-8")):
        paras: dict[str, list[dict]] = {text: [] for text in report["paragraphs"]}  # type: ignore[type-arg]
        for question in report["questions"]:
            if question["answer_type"] != "span" or not question["rel_paragraphs"]:
                continue
            text = report["paragraphs"][int(question["rel_paragraphs"][0]) - 1]
            answer = str(question["answer"][0])
            start = text.find(answer)
            if start >= 0:
                given = [{"text": answer, "answer_start": start}]
                paras[text].append({"id": question["id"], "question": question["question"], "answers": given})
        yield Article("", tuple((text, tuple(qas)) for text, qas in paras.items()))
