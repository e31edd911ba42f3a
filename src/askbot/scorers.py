"""How an answer is judged: one idea a function, all of them pure, none of them a model.

The rules are those of the ground truth: right, attributed, short, refused, wrong. Beside them
two laws that every answer obeys, whatever was asked: its quotes are the documents' own text, and
its figures stand in its quotes or come out of its calculations.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation

from askbot.cases import Case, places
from askbot.quantities import find
from askbot.types import Answer, Calculation, Citation, Document

SHORT_WORDS = 14
# "Yes" and "No" count where they open the text; later ones belong to the reasons.
FIRST_WORDS = 3

_MARK = re.compile(r"\s*\[\d+\]")
_SCALES = {
    "trillion": 1e12, "billion": 1e9, "bn": 1e9, "million": 1e6, "mn": 1e6, "m": 1e6, "thousand": 1e3, "k": 1e3,
}  # fmt: skip
_FIGURE = re.compile(
    r"(?<![\w.])(?P<number>\d+(?:\.\d+)?)(?:\s*(?P<scale>trillion|billion|bn|million|mn|m|thousand|k)(?![^\W\d_]))?"
)
_UNITS: Mapping[str, str] = {
    "USD": r"\$|\busd\b|\bdollars?\b",
    "CNY": r"\brmb|\bcny|¥|\byuan\b|\brenminbi\b",
    "EUR": r"€|\beur\b|\beuros?\b",
    "GBP": r"£|\bgbp\b|\bpounds?\b",
    "JPY": r"¥|\bjpy\b|\byen\b",
    "%": r"%|\bper ?cent\b",
    "pp": r"\bpp\b|\bpercentage points?\b|\bpoints?\b",
    "x": r"\bx\b|×|\btimes\b|\bfold\b|^\s*$",
}
_NAMES = {"RMB": "CNY", "YUAN": "CNY", "US$": "USD", "$": "USD", "€": "EUR", "£": "GBP", "TIMES": "x", "PERCENT": "%"}
# How far from its figure a unit may stand: "RMB 1.2", "1.2 million US dollars".
_BEFORE_CHARACTERS, _AFTER_CHARACTERS = 5, 32


def normalised(text: str) -> str:
    """Return the text as it is compared: no marks, lower case, straight quotes, plain spaces and bare thousands.

    >>> normalised("About 12,000 — 3.4 % [1]")
    'about 12000 - 3.4%'
    """
    text = _MARK.sub("", text).casefold()
    text = text.translate(str.maketrans("‘’“”–—−", "''\"\"---"))
    text = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text)
    return " ".join(re.sub(r"\s+%", "%", text).split())


def stands_in(wanted: str, text: str) -> bool:
    """Say whether the words stand in the text as words: "5" is not in "2025" nor in "61.5".

    >>> stands_in("8.2%", "it holds 8.2 %"), stands_in("5", "in 2025, 61.5 or 5.6")
    (True, False)
    """
    edges = re.escape(normalised(wanted))
    return re.search(rf"(?<!\w)(?<!\d[.])(?<!\d,){edges}(?!\w)(?![.,]\d)", normalised(text)) is not None


def answered(answer: Answer) -> bool:
    """Say whether the bot gave an answer: neither a refusal nor small talk."""
    return bool(answer.claims)


def refused(answer: Answer) -> bool:
    """Say whether the bot said that it doesn't know."""
    return answer.refusal is not None


def right(case: Case, answer: Answer, text: str) -> bool:
    """Say whether the answer stands in `text`, the words that a person reads; where none exists, whether it refused."""
    if not case.answerable:
        return refused(answer)
    if not answered(answer) or len(_MARK.sub("", text).split()) > case.words:
        return False
    if any(stands_in(word, text) for word in case.forbid):
        return False
    if case.number is not None and not _calculated(case, answer, text):
        return False
    return (not case.accept or _accepted(case, answer, text)) and all(stands_in(part, text) for part in case.all_of)


def _accepted(case: Case, answer: Answer, text: str) -> bool:
    polar = {word.casefold() for word in case.accept} & {"yes", "no"}
    if not polar:
        return any(stands_in(word, text) for word in case.accept)
    opening = " ".join(normalised(text).split()[:FIRST_WORDS])
    return any(stands_in(word, answer.short or "") or stands_in(word, opening) for word in polar)


def _calculated(case: Case, answer: Answer, text: str) -> bool:
    """Say whether a figure in the text has the value, its unit beside it; the sign is left to the words.

    A figure that is a calculation's result has its unit from there, however the text words it.
    """
    words = (case.unit or "").split()
    scale = math.prod(_SCALES.get(word.casefold(), 1.0) for word in words)
    name = " ".join(word for word in words if word.casefold() not in _SCALES)
    unit = _known(name)
    wanted = abs((case.number or 0.0) * scale)
    slack = case.tolerance * (wanted or 1.0)
    worked_out = any(
        _known(c.result.unit) == unit and abs(abs(float(c.result.value)) - wanted) <= slack for c in answer.calculations
    )
    plain = normalised(text)
    for figure in _FIGURE.finditer(plain):
        value = float(figure["number"]) * _SCALES.get(figure["scale"] or "", 1.0)
        if abs(value - wanted) <= slack and (worked_out or not name or _has_unit(unit, plain, figure)):
            return True
    return False


def _known(unit: str) -> str:
    """Return a unit's own name: "RMB" is CNY, "months" is month.

    >>> [_known(unit) for unit in ("RMB", "months", "USD", "%")]
    ['CNY', 'month', 'USD', '%']
    """
    if " " in unit and (read := find(f"2 {unit}")):
        return read[0].unit  # "square metres" is m²
    unit = _NAMES.get(unit.upper(), unit)
    return unit.casefold().removesuffix("s") if unit.islower() and len(unit) > 2 else unit


def _has_unit(unit: str, text: str, figure: re.Match[str]) -> bool:
    before = text[max(0, figure.start() - _BEFORE_CHARACTERS) : figure.start()]
    after = re.split(r"\d|[.;:)](?:\s|$)", text[figure.end() : figure.end() + _AFTER_CHARACTERS])[0]
    head = unit.split("/")[0]
    pattern = _UNITS.get(head, rf"\b{re.escape(head.casefold())}")
    return re.search(pattern, before) is not None or re.search(pattern, after) is not None


def attributed(case: Case, citations: Sequence[Citation], documents: Sequence[Document]) -> bool:
    """Say whether the gold evidence is cited: any one quote of it, and each where the case is a calculation."""
    found = [_cited(quote, citations, documents) for quote in case.evidence]
    if not found:
        return bool(citations)
    return all(found) if case.number is not None else any(found)


def _cited(quote: str, citations: Iterable[Citation], documents: Sequence[Document]) -> bool:
    spots = places(quote, documents)
    return any(overlaps(spot, (c.document_id, c.start, c.end)) for c in citations for spot in spots)


def overlaps(one: tuple[str, int, int], other: tuple[str, int, int]) -> bool:
    """Say whether two spans, each (document id, start, end), share a character."""
    return one[0] == other[0] and one[1] < other[2] and other[1] < one[2]


def short(case: Case, answer: Answer) -> bool | None:
    """Say whether the bare answer holds what was asked for in a few words; None where the kind asks for more."""
    if case.kind != "fact" or not case.accept:
        return None
    bare = answer.short or ""
    return len(bare.split()) <= SHORT_WORDS and any(stands_in(word, bare) for word in case.accept)


# --- laws ------------------------------------------------------------------------------------------------------------


def false_quotes(citations: Iterable[Citation], documents: Sequence[Document]) -> list[str]:
    """Return a line for each citation that isn't its document's text at its offsets; none is the law."""
    texts = {document.id: document for document in documents}
    broken = []
    for citation in citations:
        document = texts.get(citation.document_id)
        if document is None or document.text[citation.start : citation.end] != citation.quote:
            broken.append(f"{citation.document_id}:{citation.start}-{citation.end} does not say '{citation.quote}'")
        elif document.sha256 != citation.sha256:
            broken.append(f"{citation.document_id} has another sha256 than its citation")
    return broken


def unborne_figures(answer: Answer, text: str, citations: Iterable[Citation]) -> list[str]:
    """Return the figures of the text that neither a quote nor a calculation nor the question bears; none is the law."""
    if answer.message is not None:
        return []
    borne = {_value(f) for c in citations for f in _figures(f"{c.quote} {c.heading} {c.title}")}
    borne |= {_value(f) for f in _figures(f"{answer.question} {answer.standalone_question}")}
    for calculation in answer.calculations:
        # A formula is written with the whole as 1 or as 100 %: "(1 + 20%)".
        borne |= {Decimal(1), Decimal(100)}
        operands = " ".join(operand.printed for operand in calculation.operands.values())
        borne |= {_value(f) for f in _figures(" ".join((calculation.expression, operands, *calculation.notes)))}
    return [
        figure
        for figure in _figures(text)
        if _value(figure) not in borne and not any(_comes_out(figure, c) for c in answer.calculations)
    ]


def _figures(text: str) -> list[str]:
    return re.findall(r"\d+(?:\.\d+)?", normalised(text))


def _value(figure: str) -> Decimal:
    return Decimal(figure)


def _comes_out(figure: str, calculation: Calculation) -> bool:
    """Say whether the figure is the calculation's result, at any scale and rounded either way."""
    try:
        values = [abs(Decimal(calculation.result.value)), *(abs(o.value) for o in calculation.operands.values())]
    except InvalidOperation:
        return False
    step = Decimal(1).scaleb(-len(figure.partition(".")[2]))
    return any(abs(v.scaleb(-power) - Decimal(figure)) < step for v in values for power in (0, 3, 4, 6, 8, 9, 12))
