"""An article in every format that a newsroom has it in: as text, web page, saved page, PDF and Word document.

The web pages carry what web pages carry (menus, scripts, banners, links); the PDFs are set in columns by ReportLab,
justified and hyphenated, with running heads; the Word documents have styles, tables and the page breaks that Word
writes when it lays a document out.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from html import escape
from pathlib import Path

from docx import Document as WordDocument
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph, Spacer, Table

# A page of a small brochure, in points: an article has several.
SHEET = (440, 330)
ARTICLES = Path(__file__).parent / "articles"


@dataclass(frozen=True)
class Article:
    """An article taken apart: its fields, and its blocks as (kind, text) with rows' cells in a tuple."""

    name: str
    fields: dict[str, str]
    blocks: tuple[tuple[str, str | tuple[str, ...]], ...]

    @property
    def title(self) -> str:
        return self.fields["title"]


def article(name: str) -> Article:
    text = (ARTICLES / f"{name}.md").read_text(encoding="utf-8")
    _, front, body = text.split("---\n", 2)
    fields = dict(line.split(": ", 1) for line in front.splitlines())
    blocks: list[tuple[str, str | tuple[str, ...]]] = []
    for line in filter(None, body.splitlines()):
        if line.startswith("|"):
            cells = tuple(cell.strip() for cell in line.strip("|").split("|"))
            if not all(set(cell) <= {"-"} for cell in cells):
                blocks.append(("row", cells))
        elif line.startswith("- "):
            blocks.append(("entry", line[2:]))
        elif line.startswith("## "):
            blocks.append(("heading", line[3:]))
        elif not line.startswith("# "):
            blocks.append(("paragraph", line))
    return Article(name, fields, tuple(blocks))


def names() -> list[str]:
    return sorted(path.stem for path in ARTICLES.glob("*.md"))


def _grouped(made: Article) -> Iterator[tuple[str, list[str | tuple[str, ...]]]]:
    """Blocks with rows, and entries, of one table or list together."""
    together: list[str | tuple[str, ...]] = []
    before = ""
    for kind, said in made.blocks:
        if together and (kind != before or kind in ("heading", "paragraph")):
            yield before, together
            together = []
        together.append(said)
        before = kind
    yield before, together


def text(made: Article) -> str:
    parts = [made.title]
    for kind, said in _grouped(made):
        if kind == "row":
            parts.append("\n".join("\t".join(cells) for cells in said))
        elif kind == "entry":
            parts.append("\n".join(f"- {one}" for one in said))
        else:
            parts.append(str(said[0]))
    return "\n\n".join(parts) + "\n"


# Web pages.

_MENU = "".join(f'<li><a href="/{s}">{s.title()}</a></li>' for s in ("home", "news", "business", "culture", "weather"))


def page(made: Article, *, head: str = "", body: str = "") -> str:
    inside = []
    for kind, said in _grouped(made):
        if kind == "row":
            rows = ["<tr>" + "".join(f"<td>{escape(c)}</td>" for c in cells) + "</tr>" for cells in said]
            inside.append(f"<table>{''.join(rows)}</table>")
        elif kind == "entry":
            inside.append("<ul>" + "".join(f"<li>{escape(str(one))}</li>" for one in said) + "</ul>")
        else:
            tag = "h2" if kind == "heading" else "p"
            inside.append(f"<{tag}>{escape(str(said[0]))}</{tag}>")
    fields = made.fields
    tags = "".join(
        f'<meta property="article:tag" content="{tag.strip()}">' for tag in fields["tags"].strip("[]").split(",")
    )
    return f"""<!DOCTYPE html>
<html lang="{fields["language"]}">
<head>
<meta charset="utf-8">
<title>{escape(made.title)} | {fields["source"]}</title>
<meta property="og:title" content="{escape(made.title)}">
<meta property="og:site_name" content="{fields["source"]}">
<meta name="author" content="{fields["author"]}">
<meta property="article:published_time" content="{fields["published"]}T06:30:00+01:00">
{tags}
<script>window.track = {{page: "story", price: "$99.9 million"}};</script>
<style>body {{ font: 16px serif }}</style>
{head}
</head>
<body>
<div id="cookies" class="cookie-banner"><p>We value your privacy and use cookies for 134 partners.</p></div>
<header class="site-header"><nav><ul>{_MENU}</ul></nav></header>
<main><article>
<h1>{escape(made.title)}</h1>
<p class="byline">By {fields["author"]}</p>
{chr(10).join(inside)}
</article>
<aside class="related"><h3>Read also</h3><ul>
<li><a href="/1">Mayor opens harbour festival with 12,000 guests</a></li>
<li><a href="/2">Storm costs islands $17 million</a></li></ul></aside>
<section id="comments"><h3>Comments (2)</h3><p>First! I think it was $1 billion.</p></section>
</main>
<footer><p>Copyright {fields["source"]}. Imprint, privacy, 24-hour hotline.</p></footer>
{body}
</body>
</html>
"""


def archive(made: Article) -> bytes:
    """A page saved as one file, as Chromium writes it."""
    message = EmailMessage()
    message["From"] = "<Saved by Blink>"
    message["Snapshot-Content-Location"] = f"https://example.org/{made.name}"
    message["Subject"] = made.title
    message.set_content(page(made), subtype="html", charset="utf-8", cte="quoted-printable")
    message.make_mixed()
    message.add_attachment(b"\x89PNG\r\n", maintype="image", subtype="png", filename="picture.png")
    return bytes(message)


# PDF.

_SYLLABLES = re.compile(r"(?<=[aeiou][bcdfglmnprstvz])(?=[bcdfghlmnprstvwz][aeiou][a-z]{2})")


def _hyphenated(said: str) -> str:
    """Words of eight letters and more with the places where they may be broken."""
    return re.sub(r"[a-z]{8,}", lambda word: _SYLLABLES.sub("\u00ad", word[0]), escape(said))


def pdf(made: Article, *, columns: int = 2) -> bytes:
    """The article as a PDF of several pages."""
    size = 9.0 if columns == 2 else 11.0
    body = ParagraphStyle(
        "body", fontName="Times-Roman", fontSize=size, leading=size * 1.2, alignment=TA_JUSTIFY, spaceAfter=size * 0.7,
        embeddedHyphenation=1, hyphenationLang="", allowWidows=0,
    )  # fmt: skip
    heading = ParagraphStyle(
        "heading", fontName="Helvetica-Bold", fontSize=size * 1.3, leading=size * 1.6, spaceAfter=4
    )
    top = ParagraphStyle("top", fontName="Helvetica-Bold", fontSize=size * 2, leading=size * 2.4, spaceAfter=8)
    entry = ParagraphStyle("entry", parent=body, leftIndent=12, bulletIndent=2, spaceAfter=1)
    small = ParagraphStyle("small", fontName="Times-Roman", fontSize=size * 0.85, leading=size)
    width, height = SHEET
    margin, gutter = 36, 14
    across = (width - 2 * margin - gutter * (columns - 1)) / columns
    frames = [
        Frame(margin + n * (across + gutter), 50, across, height - 100, 0, 0, 0, 0, id=str(n)) for n in range(columns)
    ]

    def running(canvas, document) -> None:
        canvas.setFont("Helvetica", 7)
        canvas.drawString(margin, height - 30, f"{made.fields['source']} · {made.fields['published']}")
        canvas.drawCentredString(width / 2, 26, f"Page {canvas.getPageNumber()}")

    story = [Paragraph(escape(made.title), top), Paragraph(f"By {made.fields['author']}", body)]
    for kind, said in _grouped(made):
        if kind == "row":
            cells = [[Paragraph(escape(cell), small) for cell in cells] for cells in said]
            story += [Table(cells, colWidths=[across / len(said[0])] * len(said[0])), Spacer(1, size)]
        elif kind == "entry":
            story += [Paragraph(_hyphenated(str(one)), entry, bulletText="•") for one in said]
        else:
            story.append(Paragraph(_hyphenated(str(said[0])), heading if kind == "heading" else body))
    out = io.BytesIO()
    template = BaseDocTemplate(
        out, pagesize=SHEET, title=made.title, author=made.fields["author"], keywords=made.fields["tags"].strip("[]"),
        lang="en", initialFontName="Times-Roman",
    )  # fmt: skip
    template.addPageTemplates(PageTemplate(frames=frames, onPage=running))
    template.build(story)
    # ReportLab can only write the time of writing.
    made_on = f"/CreationDate (D:{made.fields['published'].replace('-', '')}".encode()
    return re.sub(rb"/CreationDate \(D:\d{8}", made_on, out.getvalue())


# Word.


def word(made: Article, *, every: int = 6) -> bytes:
    """The article as a Word document; Word's layout began a new page inside every `every`-th block."""
    document = WordDocument()
    told = document.core_properties
    told.title, told.author, told.keywords = made.title, made.fields["author"], made.fields["tags"].strip("[]")
    told.created, told.language = datetime.fromisoformat(made.fields["published"]), made.fields["language"]
    document.add_paragraph(made.title, style="Title")
    for n, (kind, said) in enumerate(_grouped(made), 1):
        if kind == "row":
            table = document.add_table(0, len(said[0]))
            for cells in said:
                for cell, words in zip(table.add_row().cells, cells, strict=True):
                    cell.text = words
        elif kind == "entry":
            for one in said:
                document.add_paragraph(str(one), style="List Bullet")
        elif kind == "heading":
            document.add_heading(str(said[0]), 1)
        else:
            _with_break(document.add_paragraph(), str(said[0]), broken=n % every == 0)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _with_break(paragraph, said: str, *, broken: bool) -> None:
    """Put words into a paragraph, the second half of its sentences on a new page."""
    middle = said.find(". ", len(said) // 3) + 2 if broken and ". " in said[len(said) // 3 :] else 0
    first, second = said[:middle], said[middle:]
    if first:
        paragraph.add_run(first)
    run = paragraph.add_run(second)
    if broken:
        mark = OxmlElement("w:lastRenderedPageBreak")
        run._element.insert(0, mark)
        assert run._element.find(qn("w:lastRenderedPageBreak")) is mark


def folder(at: Path, *, only: Sequence[str] | None = None) -> Path:
    """Write every article, or those named, in six formats."""
    at.mkdir(parents=True, exist_ok=True)
    for name in only or names():
        made = article(name)
        (at / f"{name}.txt").write_text(text(made), encoding="utf-8")
        (at / f"{name}-web.html").write_text(page(made), encoding="utf-8")
        (at / f"{name}-saved.mhtml").write_bytes(archive(made))
        (at / f"{name}-print.pdf").write_bytes(pdf(made))
        (at / f"{name}-report.pdf").write_bytes(pdf(made, columns=1))
        (at / f"{name}-word.docx").write_bytes(word(made))
    return at
