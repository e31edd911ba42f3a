"""Questions with passages, as the reader is trained and measured on them.

Reads SQuAD-format files and makes three sorts of examples: the answer's window of one to three
sentences (what askbot reads at question time), the whole paragraph (what the published figures are
measured on), and negatives (a window of the same article that is lexically close to the question
and does not hold the answer, beside the sets' own unanswerable questions).
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import syntok.segmenter

HELD_OUT_ARTICLES = 6  # of squad-train, whole, so that no passage of the development split was ever trained on
SHIFT_HELD_OUT_SHARE = 0.1
NEGATIVE_SHARE = 0.55  # of answerable questions that also get a hard negative
PARAGRAPH_SHARE = 0.3  # of examples that keep the whole paragraph
SHIFT_QUESTIONS = 4000  # of each SQuADShifts set in an epoch: reviews and posts are further from articles


@dataclass(frozen=True, slots=True)
class Example:
    """One question over one passage; `answers` are (start, text), empty where it has none."""

    id: str
    question: str
    passage: str
    answers: tuple[tuple[int, str], ...]


def sentences(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences in a paragraph."""
    spans = []
    for paragraph in syntok.segmenter.analyze(text):
        for sentence in paragraph:
            spans.append((sentence[0].offset, sentence[-1].offset + len(sentence[-1].value)))
    return spans or [(0, len(text))]


def words(text: str) -> set[str]:
    """Lower-case words of four letters and more, and figures."""
    return {w for w in re.findall(r"\w+", text.lower()) if len(w) > 3 or w.isdigit()}


def paragraphs(path: Path) -> Iterator[tuple[str, list[tuple[str, list[dict[str, object]]]]]]:
    """Yield (article title, [(paragraph, questions)]) of a SQuAD-format file."""
    for article in json.loads(path.read_text(encoding="utf-8"))["data"]:
        yield article.get("title") or "", [(p["context"], p["qas"]) for p in article["paragraphs"]]


def whole(qa: dict, passage: str) -> Example:  # type: ignore[type-arg]
    """The question over its whole paragraph."""
    answers = () if qa.get("is_impossible") else tuple((a["answer_start"], a["text"]) for a in qa["answers"])
    return Example(str(qa["id"]), qa["question"], passage, answers)


def split_articles(data: Path) -> tuple[list[tuple[Path, str]], set[str]]:
    """Name the six held-out articles of squad-train, drawn with a fixed seed."""
    titles = sorted({title for title, _ in paragraphs(data / "squad-train.json")})
    return [], set(random.Random(11).sample(titles, HELD_OUT_ARTICLES))


def development(data: Path) -> dict[str, list[Example]]:
    """The measuring sets: the held-out SQuAD articles, and a tenth of each SQuADShifts set."""
    _, held = split_articles(data)
    sets = {
        "squad": [
            whole(qa, text)
            for title, paras in paragraphs(data / "squad-train.json")
            if title in held
            for text, qas in paras
            for qa in qas
        ]
    }
    for name in ("new-wiki", "amazon-reviews", "reddit"):
        paras = [(text, qas) for _, ps in paragraphs(data / f"squadshifts-{name}.json") for text, qas in ps]
        random.Random(11).shuffle(paras)
        sets[name] = [whole(qa, text) for text, qas in paras[: int(len(paras) * SHIFT_HELD_OUT_SHARE)] for qa in qas]
    return sets


def windows(qa: dict, text: str, others: list[str], draw: random.Random) -> Iterator[Example]:  # type: ignore[type-arg]
    """The training examples of one question; `others` are the article's other paragraphs."""
    example = whole(qa, text)
    spans = sentences(text)
    asked = words(example.question)

    def window(first: int, last: int) -> tuple[int, str]:
        start, end = spans[max(first, 0)][0], spans[min(last, len(spans) - 1)][1]
        return start, text[start:end]

    if draw.random() < PARAGRAPH_SHARE:
        yield example
    elif example.answers:
        # The first answer is the one trained on; its sentence, with up to one neighbour on each side.
        start, answer = example.answers[0]
        home = next((i for i, (a, b) in enumerate(spans) if a <= start < b), 0)
        offset, passage = window(home - draw.choice((0, 0, 1)), home + draw.choice((0, 0, 0, 1)))
        if passage[start - offset : start - offset + len(answer)] == answer:
            yield Example(example.id, example.question, passage, ((start - offset, answer),))
        else:
            yield example
    else:
        best = max(range(len(spans)), key=lambda i: len(asked & words(text[slice(*spans[i])])))
        yield Example(example.id, example.question, window(best - draw.choice((0, 0, 1)), best)[1], ())
    if example.answers and draw.random() < NEGATIVE_SHARE:
        texts = {answer.lower() for _, answer in example.answers}
        pool = [text[a:b] for a, b in spans]
        for other in others:
            pool.extend(other[a:b] for a, b in sentences(other))
        close = [p for p in pool if not any(t in p.lower() for t in texts) and len(p) > 20]
        close.sort(key=lambda p: -len(asked & words(p)) / (8 + len(p) ** 0.5))
        if close:
            yield Example(example.id + "-n", example.question, draw.choice(close[:3]), ())


def training(data: Path, *, seed: int) -> list[Example]:
    """One epoch of training examples, shuffled; the development articles never among them."""
    draw = random.Random(seed)
    _, held = split_articles(data)
    made: list[Example] = []

    def add(articles: list[list[tuple[str, list]]], limit: int) -> None:  # type: ignore[type-arg]
        chosen = [(text, qa, paras) for paras in articles for text, qas in paras for qa in qas]
        draw.shuffle(chosen)
        for text, qa, paras in chosen[:limit]:
            near = [p for p, _ in draw.sample(paras, min(3, len(paras))) if p != text]
            made.extend(windows(qa, text, near, draw))

    add([paras for title, paras in paragraphs(data / "squad-train.json") if title not in held], 10**6)
    add([paras for _, paras in paragraphs(data / "qed-dev.json")], 10**6)
    add([financial(data / "tatqa-text-dev.json")], 10**6)
    for name in ("new-wiki", "amazon-reviews", "reddit"):
        paras = [(text, qas) for _, ps in paragraphs(data / f"squadshifts-{name}.json") for text, qas in ps]
        random.Random(11).shuffle(paras)
        kept = paras[int(len(paras) * SHIFT_HELD_OUT_SHARE) :]
        add([kept], SHIFT_QUESTIONS if name == "new-wiki" else SHIFT_QUESTIONS // 4)
    draw.shuffle(made)
    return made


def financial(path: Path) -> list[tuple[str, list]]:  # type: ignore[type-arg]
    """TAT-QA's single-span questions as SQuAD paragraphs."""
    paras = []
    for report in json.loads(path.read_text(encoding="utf-8")):
        for question in report["questions"]:
            if question["answer_type"] != "span" or not question["rel_paragraphs"]:
                continue
            text = report["paragraphs"][int(question["rel_paragraphs"][0]) - 1]
            answer = str(question["answer"][0])
            start = text.find(answer)
            if start >= 0:
                qa = {
                    "id": question["id"],
                    "question": question["question"],
                    "answers": [{"text": answer, "answer_start": start}],
                }
                paras.append((text, [qa]))
    return paras
