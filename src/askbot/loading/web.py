"""Web pages (.html, .htm, .mhtml): the main text through trafilatura, and what the page says of itself.

Nothing is fetched and nothing is run: scripts, frames and pictures are passed over, and the parser has no network.
"""

from __future__ import annotations

import email
import email.policy
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from askbot.loading import extracted
from askbot.loading.extracted import Block, Extracted, UnreadableError

# What a page writes about itself stands at its head.
MOST_JSON_BYTES = 500_000
MOST_JSON_OBJECTS = 200
SHORTEST_ARTICLE_CHARACTERS = 40
DEEPEST = 250
# An article has some thousand; the time that a page takes grows with them.
MOST_TAGS = 300_000

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{2,40})", re.IGNORECASE)
# What browsers write into a page that they save; the length in brackets is that of the address.
_SAVED_FROM = re.compile(r"saved from url=\(\d+\)(\S+)")
_NOT_TEXT = ("script", "style", "noscript", "template", "svg", "iframe", "object", "embed", "canvas", "head", "form")
_AROUND_TEXT = ("nav", "header", "footer", "aside", "menu", "dialog", "button", "select")
_BLOCKS = frozenset(
    (
        "p", "div", "section", "article", "main", "body", "blockquote", "li", "ul", "ol", "dl", "dt", "dd", "table",
        "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "figure", "figcaption", "address", "hr", "br",
    )
)  # fmt: skip

# Trafilatura's own elements that stand apart from the words around them; a quote or code may be in a sentence.
_APART = frozenset(("p", "lb", "head", "list", "item", "table", "row", "cell"))


def read(content: bytes, *, charset: str | None = None) -> Extracted:
    """Read an HTML page, in a `charset` where that is known; UnreadableError where it holds no text."""
    tree = _tree(_decoded(content, charset))
    told = _told(tree)
    blocks = _main(tree)
    if sum(len(block.text) for block in blocks) < SHORTEST_ARTICLE_CHARACTERS:
        blocks = list(_everything(tree))
    named = told["title"]
    if named is not None:
        # The headline stands above the text, and only once.
        first = next((n for n, block in enumerate(blocks[:3]) if _same(block.text, named)), None)
        blocks = [Block(named, "# "), *(block for n, block in enumerate(blocks) if n != first)]
    text, _ = extracted.written(blocks, paged=False)
    return Extracted(text, **told)


def read_archive(content: bytes) -> Extracted:
    """Read a page saved as one file (.mhtml): its first HTML part."""
    message = email.message_from_bytes(content, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            page = part.get_payload(decode=True)
            if isinstance(page, bytes):
                found = read(page, charset=part.get_content_charset())
                place = str(message.get("Snapshot-Content-Location") or part.get("Content-Location") or "")
                if found.source is None and place.startswith(("http://", "https://")):
                    return replace(found, source=extracted.field(place))
                return found
    raise UnreadableError("holds no web page")


def _decoded(content: bytes, charset: str | None) -> str:
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return content.decode(name, errors="replace")
    declared = _CHARSET.search(content[:4096])
    names = [charset, declared[1].decode("ascii", errors="replace") if declared else None, "utf-8"]
    for name in filter(None, names):
        try:
            # A browser takes Latin-1 for Windows-1252, and the pages that say so rely on it.
            return content.decode("cp1252" if name.lower() in ("iso-8859-1", "latin1", "ascii", "us-ascii") else name)
        except (UnicodeDecodeError, LookupError):
            continue
    return content.decode("cp1252", errors="replace")


def _tree(page: str) -> Any:  # noqa: ANN401 - an lxml element
    from lxml import etree, html

    if not page.strip():
        raise UnreadableError("is empty")
    if page.count("<") > MOST_TAGS:
        raise UnreadableError(f"has more than {MOST_TAGS:,} tags")
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=False, huge_tree=False)
    try:
        return html.document_fromstring(page.encode("utf-8", errors="replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise UnreadableError("is no web page that can be read") from error


# What the page says of itself.


def _told(tree: Any) -> dict[str, Any]:  # noqa: ANN401 - an lxml element
    metas: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").strip().lower()
        if name and (value := (meta.get("content") or "").strip()):
            metas.setdefault(name, []).append(value)
    linked = _linked(tree)

    def first(*names: str) -> str | None:
        return next((metas[name][0] for name in names if name in metas), None)

    window = next((extracted.field(t.text_content()) for t in tree.iter("title")), None) or ""
    headlines = [extracted.field(h.text_content()) or "" for h in tree.iter("h1")]
    # The site may have a headline of its own; the window's title begins with the article's.
    headline = next((one for one in headlines if one and window.startswith(one)), next(filter(None, headlines), None))
    stamped = next((t.get("datetime") for t in tree.iter("time") if t.get("datetime")), None)
    return {
        "title": extracted.title(first("og:title", "twitter:title", "dc.title") or linked.get("title") or headline)
        or extracted.title(window),
        "author": extracted.author(
            _person(first("author", "dc.creator", "article:author", "byl") or linked.get("author"))
        ),
        "published": next(
            (
                found
                for value in (
                    first("article:published_time", "datepublished", "date", "dc.date", "pubdate", "publishdate"),
                    linked.get("published"),
                    stamped,
                )
                if (found := extracted.day(value))
            ),
            None,
        ),
        "source": extracted.field(
            first("og:site_name", "application-name") or linked.get("source") or _address(tree, metas)
        ),
        "language": extracted.language(tree.get("lang") or first("og:locale", "content-language")),
        "tags": extracted.tags(
            [*metas.get("article:tag", ()), *metas.get("keywords", ()), *metas.get("news_keywords", ())]
        ),
    }


def _person(value: object) -> str | None:
    # Some sites give the address of the author's page.
    text = extracted.field(value)
    return None if text is None or text.startswith(("http://", "https://")) else re.sub(r"^[Bb]y ", "", text)


def _address(tree: Any, metas: dict[str, list[str]]) -> str | None:  # noqa: ANN401 - an lxml element
    """Where the page comes from: its canonical address, or the one that the browser saved it from."""
    from lxml import etree

    canonical = next((link.get("href") for link in tree.iter("link") if link.get("rel") == "canonical"), None)
    comments = (*tree.itersiblings(etree.Comment, preceding=True), *tree.iter(etree.Comment))
    saved = next((found for one in comments if (found := _SAVED_FROM.search(one.text or ""))), None)
    for address in (canonical, *metas.get("og:url", ()), saved[1] if saved else None):
        if address and urlsplit(address).scheme in ("http", "https"):
            return str(address)
    return None


def _linked(tree: Any) -> dict[str, str]:  # noqa: ANN401 - an lxml element
    """The article's fields in its linked data (schema.org), where it has any that can be read."""
    for script in tree.iter("script"):
        text = script.text or ""
        if (script.get("type") or "").strip().lower() != "application/ld+json" or len(text) > MOST_JSON_BYTES:
            continue
        try:
            objects = list(_objects(json.loads(text)))
        except (ValueError, RecursionError):
            continue
        for one in objects[:MOST_JSON_OBJECTS]:
            kinds = one.get("@type")
            if not any("Article" in str(kind) or "Posting" in str(kind) for kind in _listed(kinds)):
                continue
            found = {
                "title": one.get("headline"),
                "published": one.get("datePublished"),
                "author": ", ".join(name for person in _listed(one.get("author")) if (name := _name(person))),
                "source": _name(one.get("publisher")),
            }
            return {name: value for name, value in found.items() if isinstance(value, str) and value}
    return {}


def _objects(value: object) -> Iterator[dict[str, Any]]:
    for one in _listed(value):
        if isinstance(one, dict):
            yield one
            yield from _objects(one.get("@graph"))


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _name(value: object) -> str:
    found = value.get("name") if isinstance(value, dict) else value
    return found if isinstance(found, str) else ""


# Its text.


def _main(tree: Any) -> list[Block]:  # noqa: ANN401 - an lxml element
    from copy import deepcopy

    import trafilatura
    from lxml import etree

    page = deepcopy(tree)
    # The words of a paragraph that stand behind one would be lost with it.
    etree.strip_tags(page, etree.Comment, etree.ProcessingInstruction)
    found = trafilatura.bare_extraction(
        page, include_comments=False, include_tables=True, include_links=False, with_metadata=False
    )
    body = getattr(found, "body", None)
    return [] if body is None else list(_of_body(body))


def _of_body(body: Any) -> Iterator[Block]:  # noqa: ANN401 - an lxml element
    """The blocks of trafilatura's own elements."""
    for element in body.iterchildren():
        tag = element.tag
        if tag in ("p", "quote", "code", "ab", "hi"):
            for line in _lines(element):
                yield Block(line)
        elif tag == "head":
            level = re.search(r"\d", element.get("rend") or "")
            if words := " ".join(_lines(element)):
                yield extracted.heading(words, level=int(level[0]) if level else 2)
        elif tag == "list":
            for line in _lines(element):
                yield Block(line, "- ")
        elif tag == "table":
            for row in element.iter("row"):
                cells = [" ".join(_lines(cell)) for cell in row.iter("cell")]
                if any(cells):
                    yield extracted.row(cells)
        elif isinstance(tag, str):
            yield from _of_body(element)


def _lines(element: Any) -> Iterator[str]:  # noqa: ANN401 - an lxml element
    """The words of an element, apart wherever it breaks them: at a line's end and at every block inside it."""
    from lxml import etree

    said = [""]
    for event, part in etree.iterwalk(element, events=("start", "end")):
        if part is not element and part.tag in _APART:
            said.append("")
        if event == "start":
            said[-1] += part.text or ""
        elif part is not element:
            said[-1] += part.tail or ""
    yield from filter(None, map(extracted.clean, said))


def _everything(tree: Any) -> Iterator[Block]:  # noqa: ANN401 - an lxml element
    """All that a page shows, block by block, without its navigation: for a page too short to have a main text."""
    said: list[str] = []
    mark = ""
    for kind, text in _shown(tree, depth=0):
        if kind == "text":
            said.append(text)
            continue
        if words := extracted.clean("".join(said)):
            yield Block(words, mark)
        said = []
        mark = "#" * int(kind[1]) + " " if re.fullmatch(r"h[1-6]", kind) else "- " if kind == "li" else ""


def _shown(element: Any, *, depth: int) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - an lxml element
    if not isinstance(element.tag, str) or element.tag in _NOT_TEXT or element.tag in _AROUND_TEXT or depth > DEEPEST:
        return
    block = element.tag in _BLOCKS
    if block:
        yield element.tag, ""
    if element.text:
        yield "text", element.text
    for child in element:
        yield from _shown(child, depth=depth + 1)
        if child.tail:
            yield "text", child.tail
    if block:
        yield "end", ""


def _same(one: str, other: str) -> bool:
    def bare(text: str) -> str:
        return "".join(c for c in text.casefold() if c.isalnum())

    return bare(one) == bare(other)
