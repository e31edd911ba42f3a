"""Figures in financial reports: how many of TAT-QA's are read, and how many of its sums over text are worked out.

    python benchmarks/tatqa.py --data tatqa-text-dev.json

The data (TAT-QA, Zhu et al. 2021, CC BY 4.0) are not part of the project; nothing of them is kept. Three figures:
spans that are one figure and are found by `quantities` with their value; the same spans answered by the whole bot,
each question kept to its own report; and the questions that need arithmetic, answered by the whole bot. Every miss is
printed with question, answer and gold.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from askbot.bot import Bot, open_bot
from askbot.corpus import read
from askbot.index import build
from askbot.models import open_embedder
from askbot.quantities import find
from askbot.settings import Settings
from askbot.types import Quantity

SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9}
# Gold answers are rounded to a digit or two more than is printed.
CLOSE_ENOUGH = Decimal("0.005")
LONGEST_SPAN_CHARACTERS = 40
_DIGITS = re.compile(r"[0-9][0-9,.]*")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the set with the report it is about and its gold answer."""

    report: str
    text: str
    question: str
    gold: str
    value: Decimal
    arithmetic: bool


def questions(data: Path) -> Iterator[Asked]:
    """Yield the questions whose answer is one figure of the text, or arithmetic over such."""
    for number, report in enumerate(json.loads(data.read_text(encoding="utf-8"))):
        text = "\n\n".join(report["paragraphs"])
        for asked in report["questions"]:
            arithmetic = asked["answer_type"] == "arithmetic"
            gold = str(asked["answer"] if arithmetic else asked["answer"][0])
            value = Decimal(gold) * SCALES.get(asked["scale"], 1) if arithmetic else _figure(gold)
            if value is not None and (arithmetic or asked["answer_type"] == "span"):
                yield Asked(f"report-{number:03}", text, asked["question"], gold, value, arithmetic)


def _figure(gold: str) -> Decimal | None:
    found = find(gold) if len(gold) <= LONGEST_SPAN_CHARACTERS else []
    return found[0].value if len(found) == 1 else None


def _same(figure: Quantity, asked: Asked) -> bool:
    """Say whether a figure of the text is the gold one; the gold may lack the scale ("$539" of "$539 million")."""
    return close(figure.value, asked.value) or _DIGITS.findall(figure.printed) == _DIGITS.findall(asked.gold)


def close(one: Decimal, other: Decimal) -> bool:
    """Say whether two values are one but for rounding; which of two figures was taken from which doesn't matter."""
    return abs(abs(one) - abs(other)) <= abs(other) * CLOSE_ENOUGH


def answered(bot: Bot, asked: Asked) -> tuple[bool, str]:
    """Ask the bot; whether its answer is the gold value, and what it said."""
    answer = bot.ask(asked.question, documents=[asked.report])
    said = answer.short or (
        answer.refusal.message if answer.refusal else answer.claims[0].text if answer.claims else ""
    )
    values = [Decimal(calculation.result.value) for calculation in answer.calculations]
    figures: list[Quantity] = find(said) if answer.claims else []
    try:
        right = any(close(value, asked.value) for value in (*values, *(figure.value for figure in figures)))
    except InvalidOperation:
        right = False
    return right, said


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="tatqa-text-dev.json")
    parser.add_argument("--figures-only", action="store_true", help="read figures only; ask the bot nothing")
    arguments = parser.parse_args()
    asked = list(questions(arguments.data))
    spans = [one for one in asked if not one.arithmetic]
    found = [any(_same(figure, one) for figure in find(one.text)) for one in spans]
    print(f"figures read: {sum(found)} of {len(spans)} spans that are one figure")
    for one, right in zip(spans, found, strict=True):
        if not right:
            print(f"  missed: {one.gold!r} for {one.question!r}")
    if arguments.figures_only:
        return
    with tempfile.TemporaryDirectory() as folder:
        articles, at = Path(folder, "articles"), Path(folder, "index")
        articles.mkdir()
        for one in asked:
            (articles / f"{one.report}.txt").write_text(one.text, encoding="utf-8")
        build(read(articles).documents, at=at, embedder=open_embedder(None))
        with open_bot(Settings(index=at)) as bot:
            for kind, wanted in (("spans answered", spans), ("arithmetic", [one for one in asked if one.arithmetic])):
                results = [answered(bot, one) for one in wanted]
                print(f"{kind}: {sum(right for right, _ in results)} of {len(wanted)}")
                for one, (right, said) in zip(wanted, results, strict=True):
                    if not right:
                        print(f"  missed: {one.question!r}\n    gold {one.gold!r}, said {said!r}")


if __name__ == "__main__":
    main()
