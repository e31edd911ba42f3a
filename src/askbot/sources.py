"""The evidence of an answer, listed: each citation with its place, and a calculation's operands as a small table.

Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from askbot.render import highlights_of, numbered, place_of
from askbot.screen import Look, highlighted, squeeze, table_lines, wrapped
from askbot.types import Answer, Calculation, Citation, Document, Quantity
from askbot.working import outcome


def listed(answer: Answer, document: Callable[[str], Document], *, look: Look) -> str:
    """Return every citation of an answer with its article, section, line and span, and the whole quote below."""
    lines: list[str] = []
    for n, citation in enumerate(numbered(answer), 1):
        mark, margin = f"  [{n}] ", " " * (5 + len(str(n)))
        article = document(citation.document_id)
        where = place_of(article, citation.start) if article.sha256 == citation.sha256 else "changed since"
        place = f"{squeeze(citation.document_id)}:{citation.start}-{citation.end}, {where}"
        parts = (squeeze(citation.title), squeeze(citation.heading), place)
        lines += wrapped(", ".join(part for part in dict.fromkeys(parts) if part), look, indent=mark, further=margin)
        spans = highlights_of(answer, citation)
        quote = highlighted(citation.quote, spans, within=(0, len(citation.quote)))
        lines += wrapped(f'"{quote}"', look, indent=margin, further=margin + " ")
    return "\n".join(lines)


def operand_table(calculation: Calculation, citations: Sequence[Citation], *, look: Look) -> str:
    """Return a calculation's operands and result as a small table; nothing where one line says it all.

    A row is an operand: its name, the figure as printed, its period, and its mark or where else it comes from.
    """
    if not any(operand.citation for operand in calculation.operands.values()):
        return ""
    numbers = {(c.document_id, c.start, c.end): n for n, c in enumerate(citations, 1)}

    def whence(operand: Quantity) -> str:
        cited = operand.citation
        return f"[{numbers[cited.document_id, cited.start, cited.end]}]" if cited else operand.origin.value

    rows = [
        (
            squeeze(name.replace("_", " ")),
            squeeze(operand.printed) or f"{operand.value:f}",
            operand.period or "",
            whence(operand),
        )
        for name, operand in calculation.operands.items()
    ]
    rows.append((squeeze(calculation.name.replace("_", " ")), outcome(calculation), "", "worked out"))
    return "\n".join(table_lines(rows, look, indent="  "))
