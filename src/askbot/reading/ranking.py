"""Which row of a table has most or least in a column: "which division brought in the most revenue in 2024?".

The rows have to be what the question asks "which" of, by the name that their column has, and the column the figure
asked about; a row that adds the others up is none of them.
"""

from __future__ import annotations

import re
from decimal import Decimal

from askbot import quantities, tables
from askbot.matching import MATCHED, wording
from askbot.reading.evidence import Evidence, Survey
from askbot.reading.findings import Finding
from askbot.reading.tabled import cited, dates, telling
from askbot.tables import Row, Table
from askbot.types import Claim
from askbot.words import stem

_ASKED = re.compile(
    r"(?:which|what)(?: of the)? (?:(?:two|three|four|five|six) )?(?P<of>[a-z][a-z-]*(?: [a-z-]+)?) (?:(?:has|have|had|is|are|was|were|did|do|does|will|would|made|makes?)\b|[a-z]+(?:ed|s|t)\b|brought|took|spent|made|got|grew|sold|lost)"
    r"[^?]*?\b(?:(?P<most>most|highest|largest|biggest|greatest)|(?P<least>least|lowest|smallest|fewest))\b(?P<what>[^?]*)",
    re.IGNORECASE,
)
_SUMS = re.compile(r"\b(?:total|sum|overall|all|group|together|combined|altogether|average)\b", re.IGNORECASE)
_BARE = re.compile(r"[-+−–]?[$€£¥]?\s?\d[\d,.]*(?:\s?%)?(?:\s?(?:million|billion|thousand|m|bn))?")
LEAST_ROWS = 2
_GROWTH = re.compile(
    r"\b(?:grow|grew|grown|growth|increase|increased|rise|rose|fall|fell|drop|dropped|change|changed)\b", re.IGNORECASE
)


def read(view: Survey) -> Finding | None:
    """Name the row with the most, or the least, in the column asked about; None where no table tells, or two rows tie."""
    asked = _ASKED.match(view.asked.focus)
    if asked is None or _GROWTH.search(view.asked.focus):
        return None
    seen: set[tuple[str, int]] = set()
    for evidence in view.rows:
        table = tables.around(evidence.document.text, evidence.passage.start)
        if table is None or table.header is None or (evidence.document.id, table.header.start) in seen:
            continue
        seen.add((evidence.document.id, table.header.start))
        found = _best(view, asked, evidence, table)
        if found is not None:
            return found
    return None


def _best(view: Survey, asked: re.Match[str], evidence: Evidence, table: Table) -> Finding | None:
    header = table.header
    if header is None or len(table.rows) < LEAST_ROWS or not _names_rows(asked["of"], header.cells[0].text):
        return None
    column = _column(view, asked["what"], evidence, header)
    rows = [row for row in table.rows if len(row.cells) == len(header.cells) and not _SUMS.search(row.cells[0].text)]
    if column is None or len(rows) != len([row for row in table.rows if not _SUMS.search(row.cells[0].text)]):
        return None
    values = [_value(row.cells[column].text) for row in rows]
    told = [value for value in values if value is not None]
    if len(told) != len(values) or not told:
        return None
    best = max(told) if asked["most"] else min(told)
    if told.count(best) != 1:
        return None
    row = rows[told.index(best)]
    label, cell = row.cells[0], row.cells[column]
    quotes = tuple(evidence.document.cite(cited(evidence, one, one)) for one in (row, header))
    text = f"{label.text}: {cell.text} ({header.cells[column].text})"
    return Finding((Claim(text, quotes),), label.text, ((evidence.document.id, label.start, label.end),))


def _names_rows(what: str, corner: str) -> bool:
    """Whether a column's name is what the question asks "which" of."""
    return bool(corner) and any(wording(corner).holds(stem(word.lower())) >= MATCHED for word in what.split()[-1:])


def _column(view: Survey, what: str, evidence: Evidence, header: Row) -> int | None:
    """The column that the question names, of its period or of the newest one; None where several do."""
    said = wording(f"{view.asked.focus} {what}")
    asked = view.asked.periods
    named = [
        (n, dates(evidence, cell.text))
        for n, cell in enumerate(header.cells)
        if n
        and all(said.holds(word) >= MATCHED for word in telling(cell.text))
        and (telling(cell.text) or dates(evidence, cell.text))
    ]
    wanted = [word for word in _wanted(what) if not any(word in wording(header.cells[n].text).stems for n, _ in named)]
    if wanted and not any(
        wording(f"{evidence.scene.heading} {_above(evidence, header)}").holds(word) >= MATCHED for word in wanted
    ):
        return None  # of what is asked for no column tells
    if asked:
        named = [
            (n, own)
            for n, own in named
            if any((one.first, one.last) == (p.first, p.last) for one in asked for p in own)
        ]
    elif len(named) > 1 and all(own for _, own in named):
        newest = max(own[-1].last for _, own in named)
        named = [(n, own) for n, own in named if own[-1].last == newest]
    return named[0][0] if len(named) == 1 else None


def _wanted(what: str) -> list[str]:
    return [token.stem for token in wording(what).tokens if token.lower.isalpha() and token.lower not in _LITTLE]


_LITTLE_WORDS = "in of the a an for at by year last this from its their to and money"
_LITTLE = frozenset(_LITTLE_WORDS.split())


def _above(evidence: Evidence, header: Row) -> str:
    return evidence.document.text[max(0, header.start - 160) : header.start]


def _value(text: str) -> Decimal | None:
    if _BARE.fullmatch(text) is None:
        return None
    found = quantities.find(text)
    below = text.startswith(("-", "−", "–"))
    if len(found) != 1:
        return None
    return -abs(found[0].value) if below else found[0].value
