"""The imprint: who wrote an article, when it was published, its title and source, as the article itself prints them.

It answers only what stands in the text (front matter, a by-line, a dated line), so that it can be cited; pure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from askbot.types import Answer, Claim, Document, Passage, Refusal, RefusalReason

# "The report" may be one that the article is about.
_ITSELF = r"(?:(?:this|the|that) (?:news )?(?:article|piece)|this (?:report|story|text|post|column)|this|it)"
_END = r"(?: (?:please|exactly|originally|first))?[\s?.!]*$"
# What is asked, by the field of a front matter that says it.
_ASKED = {
    "author": re.compile(
        rf"^(?:who(?: is it that)? (?:wrote|has written|authored|penned) {_ITSELF}"
        rf"|who(?:'s|’s| is| are| was) (?:the )?(?:author|writer|reporter|journalist)s?(?: (?:of|behind) {_ITSELF})?"
        rf"|(?:by whom|who) (?:was|is) {_ITSELF} (?:written|authored)(?: by)?"
        rf"|what(?:'s|’s| is) the (?:name of the author|author['’]s name)(?: of {_ITSELF})?"
        rf"|whose by-?line is (?:on|over|under|in) {_ITSELF}){_END}",
        re.IGNORECASE,
    ),
    "published": re.compile(
        rf"^(?:when (?:was|is|did) {_ITSELF} (?:(?:first |originally )?(?:published|written|posted|dated|printed|from)|appear|come out)"
        rf"|(?:on )?(?:what|which) (?:date|day) (?:was|is|did) {_ITSELF} (?:(?:published|written|posted|from)|appear|come out)"
        rf"|what(?:'s|’s| is) the (?:date|publication date|publishing date|date of publication) of {_ITSELF}){_END}",
        re.IGNORECASE,
    ),
    "title": re.compile(
        rf"^(?:what(?:'s|’s| is) the (?:title|headline) of {_ITSELF}"
        rf"|what(?:'s|’s| is) {_ITSELF} (?:called|titled|headlined)"
        rf"|what(?:'s|’s| is) {_ITSELF}['’]s (?:title|headline)){_END}",
        re.IGNORECASE,
    ),
    "source": re.compile(
        rf"^(?:where (?:was|is) {_ITSELF} (?:published|printed|from)|where (?:does|did) {_ITSELF} (?:come from|appear)"
        rf"|(?:who|which (?:paper|newspaper|magazine|outlet|site|agency)) published {_ITSELF}"
        rf"|what(?:'s|’s| is) the source of {_ITSELF}){_END}",
        re.IGNORECASE,
    ),
}
_MISSING = {
    "author": "doesn't plainly say who wrote it",
    "published": "doesn't plainly say when it was published",
    "title": "prints no title",
    "source": "doesn't say where it was published",
}
# What Markdown and quoting set before a line; within the line, or thousands of empty ones would each be looked through.
_MARKS = r"^[ \t>*_#-]{0,8}"
_LINES = {
    "author": re.compile(
        _MARKS
        + r"(?:(?:(?i:written by|words by|reported by|text by|by)|(?i:text|words|author|reporter|writer)s?:)[ \t]+)"
        r"(?P<value>[^\W\d_a-z][\w.'’-]*(?:,? (?:and |& |de |van |von |der |la )?[^\W\d_a-z][\w.'’-]*){1,6})[ \t*_]*$",
        re.MULTILINE,
    ),
    "published": re.compile(
        _MARKS
        + r"(?i:first published|originally published|published|posted|date):?(?: on| at)?[ \t]+(?P<value>[^\n]*\d{4}[^\n]{0,20}?)[ \t*_]*$",
        re.MULTILINE,
    ),
}


def read(text: str, articles: Sequence[Document]) -> Answer | None:
    r"""Answer a question about an article itself, or refuse where it isn't printed or several are meant; else None.

    >>> mill = Document("mill", "The mill", "The mill\n\nBy Ada Roy\n\nIt was built in 1820.", "mill.txt", "")
    >>> read("Who wrote this article?", [mill]).short
    'Ada Roy'
    """
    field = next((name for name, asked in _ASKED.items() if asked.match(text.strip())), None)
    if field is None:
        return None
    if len(articles) != 1:
        several = f"There are {len(articles):,} articles. Say which one, by a word of its title or its source."
        return Answer(text, text, refusal=Refusal(RefusalReason.UNSUPPORTED, several))
    document = articles[0]
    known = _known(document, field)
    place = _place(document, field, known)
    if place is None:
        told = f" Its file gives {known}." if known else ""
        return Answer(text, text, refusal=Refusal(RefusalReason.NO_EVIDENCE, f"The article {_MISSING[field]}.{told}"))
    start, end = place
    first = document.text.rfind("\n", 0, start) + 1
    last = document.text.find("\n", end)
    line = document.text[first : last if last >= 0 else len(document.text)]
    begin = first + len(line) - len(line.lstrip())
    quote = line.strip()
    citation = document.cite(Passage(document.id, "", quote, begin, begin + len(quote)))
    return Answer(
        text,
        text,
        short=document.text[start:end],
        claims=(Claim(quote, (citation,)),),
        highlights=((document.id, start, end),),
    )


def _known(document: Document, field: str) -> str | None:
    """What the index knows of a field, from front matter or from the file's own fields."""
    if field == "source":
        return document.source if document.source != document.path else None
    return {"author": document.author, "published": document.published, "title": document.title}[field]


def _place(document: Document, field: str, known: str | None) -> tuple[int, int] | None:
    """Where an article prints a field: in its front matter, else in a line of its own."""
    if known:
        told = re.compile(rf"^{field}[ \t]*:[ \t]*[\"']?(?P<value>{re.escape(known)})", re.MULTILINE | re.IGNORECASE)
        if (found := told.search(document.text)) is not None:
            return found.span("value")
        if field == "title" and (at := document.text.find(known)) >= 0:
            return at, at + len(known)
    lines = list(_LINES[field].finditer(document.text)) if field in _LINES else []
    # Under a quotation or a picture stands somebody else's name.
    alike = {one["value"] for one in lines}
    return lines[0].span("value") if len(alike) == 1 and (known is None or known in alike) else None
