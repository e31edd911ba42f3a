"""Cases against a bot: ask each, judge each answer by the scorers, report with intervals, compare with a baseline.

Knows of the bot only that it answers and has documents; what a right answer is stands in scorers.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from askbot import render, scorers
from askbot.cases import Case, places
from askbot.errors import AskbotError, CaseError
from askbot.screen import squeeze
from askbot.types import Answer, Document, Retriever, Turn

RANKS = (1, 5, 8, 10)
# 95 % of a normal distribution lies within this many standard deviations.
_DEVIATIONS = 1.959963984540054

# Of these a run may have at most its baseline; of all others it has at least that.
CEILINGS = frozenset({"wrong", "wrongly_refused"})
_MEANINGS = {
    "strict": "strictly attributed accuracy: right and attributed, refusals counted, of all",
    "right": "right, of all",
    "attributed": "right and the evidence cited, of those that have an answer",
    "short": "the bare answer in at most 14 words, of the facts",
    "refused": "refused, of those that must be refused",
    "wrong": "wrong answers, of all",
    "wrongly_refused": "refused although the answer is there, of those that have one",
}


class Answerer(Protocol):
    """What evaluation needs of a bot."""

    def ask(self, question: str, *, history: Sequence[Turn] = (), documents: Sequence[str] = ()) -> Answer:
        """Answer the question, after the turns before it."""
        ...

    def documents(self) -> Sequence[Document]:
        """Return the documents of the index."""
        ...


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, with Wilson's 95 % interval."""

    hits: int
    n: int

    @property
    def value(self) -> float:
        """The share itself; 0 where there was nothing to count."""
        return self.hits / self.n if self.n else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """The bounds between which the true share lies, 19 times in 20 (Wilson 1927).

        >>> [round(bound, 3) for bound in Share(85, 100).interval]
        [0.767, 0.907]
        """
        if not self.n:
            return 0.0, 1.0
        z = _DEVIATIONS**2
        middle = (self.value + z / (2 * self.n)) / (1 + z / self.n)
        half = math.sqrt(self.value * (1 - self.value) / self.n + z / (4 * self.n**2))
        half *= _DEVIATIONS / (1 + z / self.n)
        # The bounds of none and of all are exact; rounding would put them a hair beyond.
        return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True, slots=True)
class Score:
    """One case, what the bot said and how that was judged; `rank` is the evidence's among the hits, from 1."""

    case: Case
    status: str
    text: str
    right: bool
    attributed: bool
    short: bool | None
    refused: bool
    wrong: bool
    broken: tuple[str, ...] = ()
    rank: int | None = None
    ranked: bool = False
    seconds: float = 0.0
    engine: str = "offline"

    @property
    def strict(self) -> bool:
        """Right and attributed, or rightly refused."""
        return self.right and (self.attributed or not self.case.answerable)


@dataclass(frozen=True, slots=True)
class Report:
    """The scores of one file of cases and what they come to."""

    name: str
    scores: tuple[Score, ...]

    @property
    def metrics(self) -> dict[str, Share]:
        """Every metric that a baseline may name."""
        return _metrics(self.scores)

    @property
    def kinds(self) -> dict[str, dict[str, Share]]:
        """The same metrics for each kind of question, in the file's order."""
        kinds = dict.fromkeys(score.case.kind for score in self.scores)
        return {kind: _metrics([s for s in self.scores if s.case.kind == kind]) for kind in kinds}

    @property
    def broken(self) -> tuple[str, ...]:
        """Every quote that differs from its document and every figure that nothing bears."""
        return tuple(f"{score.case.id}: {line}" for score in self.scores for line in score.broken)

    @property
    def failures(self) -> tuple[Score, ...]:
        """The cases that aren't strictly right."""
        return tuple(score for score in self.scores if not score.strict)


def evaluate(
    cases: Sequence[Case],
    bot: Answerer,
    *,
    name: str,
    retriever: Retriever | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Report:
    """Ask the bot every case and judge its answers; earlier questions of a case are asked first, as in a chat."""
    documents = bot.documents()
    scores = []
    for n, case in enumerate(cases, 1):
        scores.append(_score(case, bot, documents, retriever=retriever))
        if progress is not None:
            progress(n, len(cases))
    return Report(name, tuple(scores))


def _score(case: Case, bot: Answerer, documents: Sequence[Document], *, retriever: Retriever | None) -> Score:
    try:
        answer = converse(bot, case.question, case.history)
    except AskbotError as error:
        return Score(case, "error", error.message, False, False, None, False, False)
    text = render.plain(answer)
    citations = render.numbered(answer)
    cited = case.answerable and scorers.attributed(case, citations, documents)
    # "Where does it say" is answered by the passage itself, where there is one.
    right = scorers.right(case, answer, text) and (cited or case.kind != "cite" or not case.answerable)
    unborne = scorers.unborne_figures(answer, text, citations)
    ranked = retriever is not None and case.answerable and bool(case.evidence) and case.number is None
    return Score(
        case=case,
        status=answer.status,
        text=text,
        right=right,
        attributed=right and cited,
        short=scorers.short(case, answer),
        refused=scorers.refused(answer),
        wrong=scorers.answered(answer) and not right,
        broken=(
            *scorers.false_quotes(citations, documents),
            *(f"nothing bears the figure {figure}" for figure in unborne),
        ),
        rank=_rank(case, answer.standalone_question, retriever, documents) if retriever and ranked else None,
        ranked=ranked,
        seconds=answer.seconds,
        engine=answer.engine,
    )


def converse(bot: Answerer, question: str, earlier: Sequence[str], *, documents: Sequence[str] = ()) -> Answer:
    """Answer a question after the earlier ones of its conversation, each answered in its turn."""
    turns: list[Turn] = []
    for asked in earlier:
        turns.append(Turn(asked, bot.ask(asked, history=tuple(turns), documents=documents)))
    return bot.ask(question, history=tuple(turns), documents=documents)


def _rank(case: Case, question: str, retriever: Retriever, documents: Sequence[Document]) -> int | None:
    spots = [spot for quote in case.evidence for spot in places(quote, documents)]
    for rank, hit in enumerate(retriever.retrieve(question or case.question, max(RANKS)), 1):
        passage = (hit.passage.document_id, hit.passage.start, hit.passage.end)
        if any(scorers.overlaps(spot, passage) for spot in spots):
            return rank
    return None


def _metrics(scores: Sequence[Score]) -> dict[str, Share]:
    answerable = [score for score in scores if score.case.answerable]
    unanswerable = [score for score in scores if not score.case.answerable]
    facts = [score for score in scores if score.short is not None]
    shares = {
        "strict": Share(sum(s.strict for s in scores), len(scores)),
        "right": Share(sum(s.right for s in scores), len(scores)),
        "attributed": Share(sum(s.attributed for s in answerable), len(answerable)),
        "short": Share(sum(bool(s.short) for s in facts), len(facts)),
        "refused": Share(sum(s.refused for s in unanswerable), len(unanswerable)),
        "wrong": Share(sum(s.wrong for s in scores), len(scores)),
        "wrongly_refused": Share(sum(s.refused for s in answerable), len(answerable)),
    }
    ranked = [score for score in scores if score.ranked]
    if ranked:
        for k in RANKS:
            within = sum(score.rank is not None and score.rank <= k for score in ranked)
            shares[f"recall_at_{k}"] = Share(within, len(ranked))
    return shares


def mean_reciprocal_rank(scores: Sequence[Score]) -> float | None:
    """Return the mean of 1/rank of the evidence, 0 where no hit has it; None if retrieval wasn't measured."""
    ranks = [score.rank for score in scores if score.ranked]
    return sum(1 / rank for rank in ranks if rank) / len(ranks) if ranks else None


# --- the report ------------------------------------------------------------------------------------------------------


def to_text(report: Report) -> str:
    """Return the report for a person: the headline, a table by kind, the failures with question, answer and gold."""
    metrics = report.metrics
    lines = [f"{report.name}: {len(report.scores)} cases", ""]
    for name, meaning in _MEANINGS.items():
        share = metrics[name]
        if share.n:
            low, high = share.interval
            lines.append(
                f"  {share.value:6.1%}  [{low:6.1%} to {high:6.1%}]  {share.hits:>3} of {share.n:<3}  {name}: {meaning}"
            )
    lines += ["", *_table(report)]
    if (mean := mean_reciprocal_rank(report.scores)) is not None:
        recalls = ", ".join(f"{metrics[f'recall_at_{k}'].value:.1%} at {k}" for k in RANKS)
        lines += ["", f"  retrieval alone: evidence among the hits {recalls}; mean reciprocal rank {mean:.3f}"]
        lines += [f"    not among the first 8: {s.case.id}" for s in report.scores if s.ranked and (s.rank or 99) > 8]
    if report.failures:
        lines += ["", f"Not strictly right ({len(report.failures)}):"]
    for score in report.failures:
        lines += ["", *_failure(score)]
    if report.broken:
        lines += ["", "Broken laws:", *(f"  {line}" for line in report.broken)]
    return "\n".join(lines)


def beside(offline: Report, written: Report, *, model: str) -> str:
    """Return the two engines' metrics on the same cases, in one table."""
    n = len(written.scores)
    used = sum(score.engine == model for score in written.scores)
    lines = [f"{written.name}, {n} cases: the offline engine beside {model}, which wrote {used} of the answers", ""]
    lines.append(f"  {'':<18}{'offline':>24}{'with the model':>24}")
    for name in _MEANINGS:
        cells = []
        for report in (offline, written):
            share = report.metrics[name]
            low, high = share.interval
            cells.append(f"{f'{share.value:.1%} [{low:.0%} to {high:.0%}]' if share.n else '–':>24}")
        lines.append(f"  {name:<18}{''.join(cells)}")
    laws = [f"{len(report.broken):>24}" for report in (offline, written)]
    times = [f"{sum(s.seconds for s in report.scores) / max(1, n):>22.2f} s" for report in (offline, written)]
    return "\n".join([*lines, f"  {'broken laws':<18}{''.join(laws)}", f"  {'a question':<18}{''.join(times)}"])


def _table(report: Report) -> list[str]:
    columns = ("strict", "right", "attributed", "short", "refused", "wrong")
    lines = [f"  {'kind':<14}{'n':>4}  {'strict, 95 %':>22}" + "".join(f"{name:>12}" for name in columns[1:])]
    for kind, shares in report.kinds.items():
        low, high = shares["strict"].interval
        cells = []
        for name in columns[1:]:
            share = shares[name]
            cells.append(f"{f'{share.hits}/{share.n}' if share.n else '–':>12}")
        strict = f"{shares['strict'].value:.0%} [{low:.0%} to {high:.0%}]"
        lines.append(f"  {kind:<14}{shares['strict'].n:>4}  {strict:>22}" + "".join(cells))
    return lines


def _failure(score: Score) -> list[str]:
    case = score.case
    verdict = "wrong" if score.wrong else "not attributed" if score.right else score.status
    asked = " / ".join((*case.history, case.question))
    return [
        f"  {case.id} ({verdict})",
        f"    asked:  {squeeze(asked)}",
        f"    answer: {squeeze(score.text)}",
        f"    gold:   {_gold(case)}",
    ]


def _gold(case: Case) -> str:
    if not case.answerable:
        return "a refusal"
    parts = [" or ".join(case.accept)] if case.accept else []
    parts += [" and ".join(case.all_of)] if case.all_of else []
    parts += [f"{case.number:g} {case.unit or ''}".strip()] if case.number is not None else []
    return squeeze("; ".join((*parts, *(f'"{quote}"' for quote in case.evidence))))


def to_json(report: Report) -> dict[str, object]:
    """Return the report for a program."""
    return {
        "name": report.name,
        "cases": len(report.scores),
        "metrics": _shares_json(report.metrics),
        "mean_reciprocal_rank": mean_reciprocal_rank(report.scores),
        "kinds": {kind: _shares_json(shares) for kind, shares in report.kinds.items()},
        "broken_laws": list(report.broken),
        "failures": [
            {
                "id": score.case.id,
                "kind": score.case.kind,
                "question": score.case.question,
                "history": list(score.case.history),
                "status": score.status,
                "text": score.text,
                "gold": _gold(score.case),
                "right": score.right,
                "attributed": score.attributed,
                "wrong": score.wrong,
            }
            for score in report.failures
        ],
    }


def _shares_json(shares: Mapping[str, Share]) -> dict[str, object]:
    return {
        name: {"share": share.value, "hits": share.hits, "n": share.n, "interval": list(share.interval)}
        for name, share in shares.items()
        if share.n
    }


def load_baseline(path: Path) -> dict[str, dict[str, float]]:
    """Read a baseline, `{"cases.jsonl": {"strict": 0.85, "wrong": 0.05}}`; raise CaseError where it makes no sense."""
    remedy = 'Write an object of file names, each with metrics between 0 and 1: {"cases.jsonl": {"strict": 0.85}}.'
    try:
        baseline = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CaseError(f"The baseline '{path}' can't be read: {error}.", remedy) from error
    if not isinstance(baseline, dict):
        raise CaseError(f"The baseline '{path}' is not a JSON object.", remedy)
    known = {*_MEANINGS, *(f"recall_at_{k}" for k in RANKS)}
    for name, bounds in baseline.items():
        if not isinstance(bounds, dict):
            raise CaseError(f"The baseline '{path}' has no metrics for '{name}'.", remedy)
        for metric, bound in bounds.items():
            if metric not in known or isinstance(bound, bool) or not isinstance(bound, int | float):
                raise CaseError(f"The baseline '{path}' has '{metric}' for '{name}', which is no metric.", remedy)
    return baseline


def below(report: Report, baseline: Mapping[str, Mapping[str, float]]) -> list[str]:
    """Return a line for each metric that falls short of the baseline of the report's file, and for broken laws."""
    lines = [f"{len(report.broken)} broken laws; none is ever allowed"] if report.broken else []
    for metric, bound in baseline.get(report.name, {}).items():
        share = report.metrics.get(metric)
        if share is None or not share.n:
            lines.append(f"{metric} was not measured; the baseline is {bound:.1%}")
        elif metric in CEILINGS and share.value > bound:
            lines.append(f"{metric} is {share.value:.1%}, above its baseline of {bound:.1%}")
        elif metric not in CEILINGS and share.value < bound:
            lines.append(f"{metric} is {share.value:.1%}, below its baseline of {bound:.1%}")
    return lines
