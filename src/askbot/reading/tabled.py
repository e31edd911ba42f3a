"""Tables: the one cell whose row and column are those that the question names.

A row of several figures tells nothing by itself, and no other room reads one (`evidence.survey`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from askbot import quantities, question, tables
from askbot.lexicon import Kind
from askbot.matching import MATCHED, Scene, match, wording
from askbot.periods import Period, compatible, find_periods
from askbot.question import FIGURES
from askbot.reading import manner
from askbot.reading.evidence import Evidence, Survey
from askbot.reading.findings import Finding
from askbot.tables import Cell, Row, Table
from askbot.types import Claim, Passage, Quantity
from askbot.units import CURRENCY_CODES, CURRENCY_SYMBOLS, CURRENCY_WORDS, SCALES
from askbot.words import is_function_word, stem

SAME = 1e-6
MOST_QUOTED_CHARACTERS = 1000  # from a header to its row
MOST_ABOVE_CHARACTERS = 160  # a longer line before a table is a paragraph of its own


def _stems(words: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words.split())


# What a question says of having a figure, beside naming it.
_HAVING = _stems(
    "have hold own spend make earn report post record employ work total amount stand come reach generate number figure"
    " value size people"
)
_SHARES = _stems("share stake percentage proportion holding")  # what a figure in percent says without them
# What a label says beside what it names.
_PLAIN = _stems("total amount number figure value sum overall per cent percent in as of at unaudited")
_UNITS = frozenset(word.lower() for word in (*CURRENCY_CODES, *CURRENCY_SYMBOLS, *CURRENCY_WORDS, *SCALES)) | {
    "thousands", "millions", "billions",
}  # fmt: skip
_FISCAL = re.compile(r"\b(?:FY|CY)\s?(?=(?:19|20)\d\d)|(?<=\d{4})[AEF]\b")
_WORD = re.compile(r"[^\W\d_]+|[$€£¥%]+")
_FORECAST = re.compile(
    r"\d{4}[EF]\b|\b(?:forecasts?|guidance|targets?|plan(?:ned)?|expected|budget(?:ed)?|estimates?)\b", re.IGNORECASE
)
# Below nothing in brackets, where of a cost or a loss they only say that it is one.
_RESULT = re.compile(
    r"^(?!.*\b(?:loss|losses|costs?|expenses?|tax|taxes|deficit)\b).*\b(?:profit|income|earnings|result|ebitda?|surplus|flow)\b",
    re.IGNORECASE,
)
_NEGATIVE = ("(", "-", "−", "–")
_SYMBOL = re.compile(r"[A-Z]{0,3}[$€£¥]")
_FOR_PERCENT = re.compile(r"%|per ?cent", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Found:
    """A cell that answers: how well its surroundings bear the question out, and the periods that it is of."""

    evidence: Evidence
    table: Table
    row: Row
    cell: Cell
    head: str
    support: float
    periods: tuple[Period, ...]


def read(view: Survey) -> Finding | None:
    """Answer from the tables that the survey's rows stand in; None where no cell, or more than one, is what is asked about.

    Without a period in the question the newest of several is told, with its period.
    """
    found = _only(view, _found(view))
    return _finding(view, found) if found is not None else None


def figures(view: Survey) -> list[Quantity]:
    """Return the cell asked about as a figure in base scale, cited from its header to its row.

    Without a period in the question those of all periods, the newest first. Empty where there is no such cell, or
    where neither it nor its header and label say what it is counted in.
    """
    found = _found(view)
    chosen = _only(view, found)
    if chosen is None:
        return []
    dated = (
        []
        if view.asked.periods or not chosen.periods
        else [one for one in found if one.periods and one.row == chosen.row]
    )
    dated.sort(key=lambda one: one.periods[-1].last, reverse=True)
    made = [_figure(one) for one in dated or [chosen]]
    return [one for one in made if one is not None] if made[0] is not None else []


def _figure(one: _Found) -> Quantity | None:
    cell, header = one.cell, one.table.header
    quantity = _quantity(cell.text, _unit(one), one.row.cells[0].text) if cell.figure else None
    first = one.row if header is None else header
    if quantity is None or one.row.end - first.start > MOST_QUOTED_CHARACTERS:
        return None
    quote = one.evidence.document.cite(cited(one.evidence, first, one.row))
    period = one.periods[-1].iso if one.periods else None
    return replace(quantity, printed=cell.text, start=cell.start, end=cell.end, period=period, citation=quote)


def _quantity(cell: str, unit: str, label: str) -> Quantity | None:
    """Read a cell with its unit: a symbol or a code stands before a number, a scale after it."""
    if cell.startswith(_NEGATIVE):
        below = _quantity(cell.strip("()-−– "), unit, label) if _RESULT.search(label) else None
        return replace(below, value=-below.value) if below else None
    words = unit.removeprefix("in ").split()
    bare = _SYMBOL.match(unit)
    tried = (
        [cell, f"{cell} {label.lower()}"]
        if not unit
        else [
            f"{cell} {unit}",
            f"{words[0]} {cell} {' '.join(words[1:])}".strip(),
            *([f"{bare[0]}{cell}{unit[bare.end() :]}"] if bare else []),
        ]
    )
    for text in tried:
        read = quantities.find(text)
        whole = len(cell) if not unit else len(text)  # the noun that is counted stands beside its number
        if len(read) == 1 and read[0].unit and read[0].start == 0 and read[0].end >= whole:
            return read[0]
    return None


def _found(view: Survey) -> list[_Found]:
    """The cells that answer, as well borne out as any."""
    found: list[_Found] = []
    seen: set[tuple[str, int]] = set()  # rows of tables that were looked at
    for evidence in view.rows:
        document = evidence.document
        if (document.id, evidence.passage.start) in seen:
            continue
        table = tables.around(document.text, evidence.passage.start)
        if table is not None:
            seen.update((document.id, row.start) for row in (*table.rows, *((table.header,) if table.header else ())))
            found += _cells(view, evidence, table)
    best = max((one.support for one in found), default=0.0)
    return [one for one in found if one.support > best - SAME]


def _only(view: Survey, likely: list[_Found]) -> _Found | None:
    """The one cell among them that is of the period asked for, or of the newest; None where there are several."""
    days = [(asked.first, asked.last) for asked in view.asked.periods]
    likely = [one for one in likely if any((own.first, own.last) in days for own in one.periods)] or likely
    if likely and not days and all(one.periods for one in likely):
        newest = max(one.periods[-1].last for one in likely)
        likely = [one for one in likely if one.periods[-1].last == newest]
    return likely[0] if len({one.cell.text for one in likely}) == 1 else None


def _cells(view: Survey, evidence: Evidence, table: Table) -> list[_Found]:
    made = []
    heads = [cell.text for cell in table.header.cells] if table.header is not None else []
    above = table.above if len(table.above) <= MOST_ABOVE_CHARACTERS and not table.above.startswith("#") else ""
    # "The surgery division" is the row "Surgery" of the column "Division".
    kind = heads[0] if heads and not _unit_in(heads[0]) else ""
    context = ". ".join(filter(None, (evidence.scene.heading, above, kind)))
    for row in table.rows:
        if heads and len(row.cells) != len(heads):
            continue  # a cell is missing, or two are one: which stands under which, nothing tells
        label = row.cells[0].text
        for n, cell in enumerate(row.cells[1:], start=1):
            head = heads[n] if n < len(heads) else ""
            if not head and len(row.cells) > 2:
                continue  # one of several columns, and nothing says of which
            percent = _FOR_PERCENT.search(f"{cell.text} {label} {head}") is not None
            if not _is_sort(view, cell, percent=percent):
                continue
            support = _support(view, evidence, label, head, context, percent=percent)
            if support is None:
                continue
            own = (*dates(evidence, label), *dates(evidence, head))
            if view.asked.periods:
                told = own or tuple(dates(evidence, context))
                fits = any(compatible(asked, one) for asked in view.asked.periods for one in told)
                if not fits or not manner.of_a_whole_year(view.asked, iter(told)):
                    continue
            elif _FORECAST.search(f"{label} {head}") and not _FORECAST.search(view.asked.focus):
                continue
            made.append(_Found(evidence, table, row, cell, head, support, tuple(own)))
    return made


def _is_sort(view: Survey, cell: Cell, *, percent: bool) -> bool:
    """A figure where one is asked for, a date, a name likewise; a share is in percent and an amount isn't."""
    wanted = view.asked.wanted
    if not cell.text or not wanted:
        return bool(cell.text)
    if not wanted <= FIGURES:
        return bool(find_periods(cell.text)) if Kind.DATE in wanted else not cell.figure
    return cell.figure and (Kind.SHARE in wanted if percent else wanted != {Kind.SHARE})


def _support(view: Survey, evidence: Evidence, label: str, head: str, context: str, *, percent: bool) -> float | None:
    """How well row, column and context bear the question out; None where either says another thing than is asked."""
    asked, scene = view.asked, evidence.scene
    said, plain = wording(asked.focus), _HAVING | _SHARES if percent else _HAVING
    shared = percent and bool(said.stems & _SHARES)
    for text in (label, head):
        if any(said.holds(word) < MATCHED and not (shared and word in _SHARES) for word in telling(text)):
            return None
    if not telling(label) and not telling(head):
        return None
    place = Scene(f"{label} {head}", context, "", scene.title, scene.subjects, scene.topic)
    # Among rows alone nothing shows that whom the title names is a name.
    titled = wording(scene.title).stems | evidence.profile.subjects
    names = view.names | {term.stem for term in asked.terms if term.text[0].isupper() and term.stem in titled}
    found = match(asked.terms, place, names=names, weights=view.weights, known=view.known)
    if found.missing_names or any(term.stem not in plain for term in found.missing):
        return None
    near = wording(f"{label} {head} {context} {scene.topic}").stems
    asked_names = {term.stem for term in asked.terms} & names
    others = (wording(f"{context} {scene.title}").stems & evidence.profile.subjects) - asked_names
    if asked_names and not asked_names & near and others:
        return None  # of which of the article's subjects the table is, nothing near it says
    return found.support


def telling(text: str) -> set[str]:
    """Return the stems that say what a label or a header names, without units and dates."""
    bare = _FISCAL.sub("", text)
    for period in find_periods(bare):
        bare = bare.replace(period.printed, " ")
    words = [word.lower() for word in _WORD.findall(bare)]
    return {stem(word) for word in words if word not in _UNITS and not is_function_word(word)} - _PLAIN


def dates(evidence: Evidence, text: str) -> list[Period]:
    """Return the periods that a label or a header names, fiscal years among them."""
    return find_periods(_FISCAL.sub("", text), published=evidence.profile.dated)


def _finding(view: Survey, one: _Found) -> Finding:
    header = one.table.header
    dated = one.head if one.periods and any(p.printed in one.head for p in one.periods) else ""
    unit, whole = _unit(one), _corner(one)
    if not unit and whole and one.cell.figure and view.asked.wanted != {Kind.COUNT} and not _WORD.search(one.cell.text):
        unit = f"the table is in {whole.removeprefix('in ')}"  # which need not be this row's
    aside = ", ".join(filter(None, (unit, dated)))
    text = f"{one.cell.text} ({aside})" if aside else one.cell.text
    rows = [one.row] if header is None or not one.head else [one.row, header]
    document = one.evidence.document
    quotes = tuple(document.cite(cited(one.evidence, row, row)) for row in rows)
    return Finding((Claim(text, quotes),), one.cell.text, ((document.id, one.cell.start, one.cell.end),))


def _unit(one: _Found) -> str:
    """The unit that header or label give for a bare number; the table's own, where the label names money."""
    if not one.cell.figure or _WORD.search(one.cell.text):
        return ""
    label = one.row.cells[0].text
    own = _unit_in(one.head) or _unit_in(label)
    if own or Kind.MONEY not in question.parse(f"What was the {label}?").wanted:
        return own
    return _corner(one)


def _corner(one: _Found) -> str:
    """The unit that stands in the table's corner, or in brackets above it."""
    header = one.table.header
    return (header and _unit_in(header.cells[0].text)) or _unit_in(one.table.above)


def _unit_in(text: str) -> str:
    """The unit that a text is, or has in brackets."""
    said: str
    for said in (*re.findall(r"\(([^)]*)\)", text), text):
        words = [word.lower() for word in _WORD.findall(said)]
        if any(word in _UNITS for word in words) and all(word in _UNITS or word in ("in", "of") for word in words):
            return said.strip()
    return ""


def cited(evidence: Evidence, first: Row, last: Row) -> Passage:
    """Return the passage from one row of a table to another."""
    text = evidence.document.text[first.start : last.end]
    return Passage(evidence.passage.document_id, evidence.passage.heading, text, first.start, last.end)
