"""Files of every format: the same sentences, headings, fields and pages from each of them."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pypdfium2
import pytest
from docx import Document as WordDocument
from docx.oxml.parser import OxmlElement
from reportlab.pdfgen.canvas import Canvas

import writers
from askbot import corpus, page, render
from askbot.loading import worker
from askbot.loading.extracted import Extracted
from askbot.loading.workers import Workers
from askbot.types import Document

KINDS = ("web", "saved", "print", "report", "word")


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return writers.folder(tmp_path_factory.mktemp("formats") / "corpus")


@pytest.fixture(scope="session")
def read(folder: Path) -> dict[str, Document]:
    found = corpus.read(folder)
    assert not found.unread and len(found.documents) == 30
    return {document.id: document for document in found.documents}


def sentences(document: Document) -> list[tuple[str, str]]:
    """The passages with their headings, a byline and the bars of a table left out."""
    passages = corpus.cut(document)
    return [(p.heading, " ".join(p.text.replace("|", " ").split())) for p in passages if not p.text.startswith("By ")]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", writers.names())
def test_every_format_gives_the_sentences_of_the_text_under_the_same_headings(
    read: dict[str, Document], name: str, kind: str
) -> None:
    assert sentences(read[f"{name}-{kind}"]) == sentences(read[name])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", writers.names())
def test_every_format_says_who_wrote_it_when_and_about_what(read: dict[str, Document], name: str, kind: str) -> None:
    told, document = writers.article(name).fields, read[f"{name}-{kind}"]
    assert (document.title, document.author) == (told["title"], told["author"])
    assert (document.published, document.language) == (told["published"], told["language"])
    assert list(document.tags) == told["tags"].strip("[]").split(", ")
    assert document.source == (told["source"] if kind in ("web", "saved") else document.path)


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


@pytest.mark.parametrize("kind", ["print", "report"])
@pytest.mark.parametrize("name", writers.names())
def test_a_passage_of_a_pdf_knows_the_page_that_its_words_stand_on(
    read: dict[str, Document], folder: Path, name: str, kind: str
) -> None:
    """The pages are held against PDFium's own text of each, in which only the letters count."""
    document = read[f"{name}-{kind}"]
    with pypdfium2.PdfDocument((folder / document.path).read_bytes()) as pdf:
        printed = [_letters(sheet.get_textpage().get_text_range()) for sheet in pdf]
    assert len(document.pages) == len(printed) > 1
    for passage in corpus.cut(document):
        opening = _letters(passage.text)[:12]
        assert opening in printed[(document.page_at(passage.start) or 0) - 1], passage.text


@pytest.mark.parametrize("name", writers.names())
def test_a_word_document_has_the_pages_that_word_wrote_into_it(read: dict[str, Document], name: str) -> None:
    blocks = [said for kind, said in writers._grouped(writers.article(name)) if kind == "paragraph"]
    document = read[f"{name}-word"]
    assert len(document.pages) > 1
    for n, start in enumerate(document.pages[1:], 2):
        assert document.page_at(start) == n and document.page_at(start - 1) == n - 1
        # The break stands where a sentence of a paragraph begins.
        assert any(document.text[start : start + 30] in str(said[0]) for said in blocks)


def test_the_page_is_told_wherever_a_place_is_told(read: dict[str, Document]) -> None:
    document = read["harrow-observatory-report"]
    start = document.text.index("22 terabytes")
    number = document.page_at(start)
    assert number is not None and number > 1
    assert f"harrow-observatory-report.pdf, page {number}, line" in render.excerpt(document, start, start + 12)
    assert render.excerpt_json(document, start, start + 12)["page"] == number
    shown = page.html(document, start, start + 12)
    assert f'id="page-{number}">page {number}</li>' in shown and f"page {number}, line" in shown


# Web pages


def extract(suffix: str, content: bytes | str) -> Extracted:
    return worker.extract(worker.KINDS[suffix], content.encode() if isinstance(content, str) else content)


def test_a_page_is_read_without_what_stands_around_its_article() -> None:
    text = extract(".html", writers.page(writers.article("harrow-observatory"))).text
    for other in ("cookies", "Weather", "Read also", "Storm", "$1 billion", "Copyright", "track"):
        assert other not in text


def test_a_saved_page_names_where_it_comes_from_and_its_folder_is_no_article(tmp_path: Path) -> None:
    made = writers.article("corvale-tunnel")
    saved = "<!-- saved from url=(0034)https://example.org/corvale-tunnel -->"
    said = writers.page(made).replace("<html", f"{saved}\n<html").replace('property="og:site_name"', 'name="x"')
    (tmp_path / "story.html").write_text(said)
    for name in ("story_files/frame.html", "other_files/a.txt"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text("An advertisement that nobody wants to be asked about, in a frame of its own.")
    found = corpus.read(tmp_path).documents
    assert [document.id for document in found] == ["other_files/a", "story"]
    assert found[1].source == "https://example.org/corvale-tunnel"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252", "iso-8859-1"])
def test_a_page_is_decoded_as_it_says(encoding: str) -> None:
    said = "<p>The café at Málaga has been open since 1911, and its owner would not sell it to anybody.</p>"
    page = f'<html><head><meta charset="{encoding}"></head><body><h1>Cafés</h1>{said}</body></html>'
    found = extract(".html", page.encode(encoding))
    assert "The café at Málaga" in found.text and found.title == "Cafés"


def test_linked_data_tells_what_the_page_does_not() -> None:
    told = """<script type="application/ld+json">{"@graph": [{"@type": "WebSite", "name": "S"}, {"@type": "NewsArticle",
    "headline": "The mill", "datePublished": "2025-02-03T10:00:00Z", "author": [{"name": "A. Roy"}, {"name": "B. Ba"}],
    "publisher": {"name": "Mill Times"}}]}</script>"""
    found = extract(".html", f"<html><head>{told}</head><body><p>{'The mill is old and still grinds. ' * 9}</p></body>")
    assert (found.title, found.author) == ("The mill", "A. Roy, B. Ba")
    assert (found.published, found.source) == ("2025-02-03", "Mill Times")


@pytest.mark.parametrize("broken", ["{", "[1, 2]", '{"@type": "Article", "author": 5}', '"x"', "{}" * 5, "[" * 3000])
def test_linked_data_that_cannot_be_read_costs_nothing(broken: str) -> None:
    page = f'<script type="application/ld+json">{broken}</script><h1>Mill</h1><p>{"The mill is old. " * 20}</p>'
    assert "The mill is old." in extract(".html", page).text


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<p>The mill was built<br>in 1820\nby a miller.</p>", "The mill was built\n\nin 1820 by a miller.\n"),
        ("<p>It was <!-- no --> <b>sold in <i>1911</i> to</b> Ira.</p>", "\n\nIt was sold in 1911 to Ira.\n"),
        ("<p>He said <q>no</q> and ran <code>make</code> now.</p>", "\n\nHe said no and ran make now.\n"),
        ("<blockquote><p>It burned.</p><p>It was sold.</p></blockquote>", "\n\nIt burned.\n\nIt was sold.\n"),
        ("<ul><li>One<br>mill</li><li>Two<ul><li>wheels</li></ul></li></ul>", "- One\n- mill\n- Two\n- wheels\n"),
        ("<table><tr><td>Sold<td>12<br>34<tr><td>Lost<td>5</table>", "| Sold | 12 34 |\n"),
        ("<h2>The mill<br>today</h2>", "\n\n## The mill today\n"),
    ],
)  # fmt: skip
def test_words_that_a_page_sets_apart_are_not_joined(page: str, expected: str) -> None:
    around = f"<p>{'The mill is old and still grinds. ' * 9}</p>"
    assert expected in extract(".html", f"<article><h1>Mill</h1>{around}{page}{around}</article>").text


def test_a_short_page_is_read_too() -> None:
    assert "Closed on Mondays." in extract(".html", "<nav>Home</nav><h1>Mill</h1><p>Closed on Mondays.</p>").text


# PDF


def pdf(*sheets: list[tuple[float, float, str]], size: float = 10, font: str = "Times-Roman") -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(400, 400))
    for sheet in sheets:
        canvas.setFont(font, size)
        for x, y, words in sheet:
            canvas.drawString(x, y, words)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def column(x: float, *lines: str, top: float = 360) -> list[tuple[float, float, str]]:
    return [(x, top - 12 * n, line) for n, line in enumerate(lines)]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["The mill was renov-", "ated in 1911 by its owner."], "The mill was renovated in 1911 by its owner."),
        (["It is a well-known and old, well-", "known mill of the region."], "well-known and old, well-known mill"),
        (["A long term is a term. It is a long-", "term plan for the mill."], "It is a long-term plan"),
        (["Sales rose year-on-", "year, as the owner had said."], "Sales rose year-on-year, as"),
        (["It was open from 1911–", "1934 and then it was closed."], "from 1911–1934 and"),
        (["It belongs to an Anglo-", "American company in Leeds."], "an Anglo-American company"),
        (["It cost $1.1 million in 1911;", "11 men got 11.11 a week."], "$1.1 million in 1911; 11 men got 11.11"),
        (["It is soft\u00ad", "ware that runs the mill."], "It is software that"),
    ],
)  # fmt: skip
def test_a_word_broken_at_the_end_of_a_line_is_mended(lines: list[str], expected: str) -> None:
    assert expected in extract(".pdf", pdf(column(40, *lines))).text


def test_columns_are_read_one_after_the_other_in_whatever_order_the_file_writes_them() -> None:
    left = column(
        40, "The mill stands in the north and", "was built in 1820 by a miller who", "had come from the coast."
    )
    right = column(
        220, "It burned down in the year 1911", "and was built again, larger, by", "the grandson of the miller."
    )
    wide = [(40, 380, "This line goes over both of the columns and stands above them, as a lead does.")]
    for order in ([*left, *right], [p for pair in zip(left, right, strict=True) for p in pair], [*right, *left]):
        text = extract(".pdf", pdf([*order, *wide])).text
        assert "as a lead does.\n\nThe mill stands in the north and was built in 1820 by a miller who had" in text
        assert "from the coast.\n\nIt burned down in the year 1911 and was built again" in text


def test_running_heads_and_page_numbers_are_left_off_and_a_sentence_goes_over_the_page() -> None:
    sheets = [
        [(40, 385, f"The Annual Report · {n}"),
         *column(40, "Of the mill much is known, and its", f"part {n} is the wheel which"),
         (190, 15, str(n))]
        for n in range(1, 4)
    ]  # fmt: skip
    found = extract(".pdf", pdf(*sheets))
    assert "Annual Report" not in found.text
    assert "part 1 is the wheel which Of the mill much is known" in found.text
    assert len(found.pages) == 3 and found.text[found.pages[1] :].startswith("Of the mill")


def test_a_table_is_read_row_by_row() -> None:
    rows = [("Year", "Sold", "Lost"), ("2023", "1,100", "11"), ("2024", "1,200", "7")]
    cells = [(40.0 + 100 * n, 300.0 - 14 * m, cell) for m, row in enumerate(rows) for n, cell in enumerate(row)]
    assert "| Year | Sold | Lost |\n| 2023 | 1,100 | 11 |\n| 2024 | 1,200 | 7 |" in extract(".pdf", pdf(cells)).text


def test_a_pdf_of_pictures_is_named_as_one(tmp_path: Path) -> None:
    (tmp_path / "scan.pdf").write_bytes(pdf([]))
    (tmp_path / "a.txt").write_text("The mill was built in 1820.")
    (unread,) = corpus.read(tmp_path).unread
    assert unread.reason == "holds pictures and no text"


# Word


def test_insertions_are_read_and_deletions_are_not() -> None:
    document = WordDocument()
    document.add_paragraph("The mill was built in ").add_run("1820 by a miller from the coast.")
    for tag, words in (("w:ins", " It burned in 1911."), ("w:del", " It burned in 1912.")):
        mark, run = OxmlElement(tag), OxmlElement("w:r")
        text = OxmlElement("w:t" if tag == "w:ins" else "w:delText")
        text.text = words
        run.append(text)
        mark.append(run)
        document.paragraphs[0]._p.append(mark)
    out = io.BytesIO()
    document.save(out)
    assert (
        extract(".docx", out.getvalue()).text
        == "The mill was built in 1820 by a miller from the coast. It burned in 1911.\n"
    )


def test_a_document_that_word_never_laid_out_has_no_pages() -> None:
    document = WordDocument()
    document.add_paragraph("The mill was built in 1820.")
    document.add_page_break()
    document.add_paragraph("It burned in 1911.")
    out = io.BytesIO()
    document.save(out)
    assert extract(".docx", out.getvalue()).pages == ()


# What is kept


def test_a_file_that_has_not_changed_is_not_taken_apart_again(tmp_path: Path) -> None:
    at = writers.folder(tmp_path / "c", only=["corvale-tunnel"])
    before = corpus.read(at).documents
    changed = at / "corvale-tunnel-web.html"
    changed.write_text(changed.read_text().replace("27.4", "27.5"))
    # A text that the file doesn't hold shows which documents were taken over.
    marked = [Document(**{f: getattr(d, f) for f in Document.__slots__} | {"author": "kept"}) for d in before]
    after = {d.path: d for d in corpus.read(at, known=marked).documents}
    assert {path for path, d in after.items() if d.author == "kept"} == {
        f"corvale-tunnel-{kind}" for kind in ("print.pdf", "report.pdf", "saved.mhtml", "word.docx")
    }
    assert "27.5 kilometres" in after["corvale-tunnel-web.html"].text


def test_what_was_extracted_comes_whole_through_the_other_process() -> None:
    content = writers.pdf(writers.article("lindqvist-library"))
    with Workers() as workers:
        assert workers.read(worker.PDF, content) == worker.extract(worker.PDF, content)
    assert re.fullmatch(r"[\x20-\x7e\n£€·•–—’“”é]*", worker.extract(worker.PDF, content).text)
