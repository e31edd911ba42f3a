"""The page for the browser: whole, numbered, marked, and never more than text."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

from hypothesis import given, settings
from hypothesis import strategies as st

from askbot import page
from askbot.screen import clean
from fakes import document

ARTICLE = document()


class Reader(HTMLParser):
    """Collects the tags, the attributes and what is marked."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.names: set[str] = set()
        self.marked: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.names |= {name for name, _ in attrs}
        self._inside = tag == "mark"

    def handle_endtag(self, tag: str) -> None:
        self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.marked.append(data)


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader


def test_the_span_is_marked_and_every_line_is_there_with_its_number():
    start = ARTICLE.text.index("\u00a32.4 million")
    html = page.html(ARTICLE, start, start + 12)
    assert read(html).marked == ["\u00a32.4 million"]
    assert 'id="quote"' in html and html.count("<li ") == ARTICLE.text.count("\n") + 1
    assert '<li value="5"><span>The trust spent <mark' in html
    assert f"pellam:{start}-{start + 12}, line 5" in html


def test_a_span_over_several_lines_is_marked_on_each_of_them():
    start, end = ARTICLE.text.index("tall."), ARTICLE.text.index("The trust") + len("The trust")
    html = page.html(ARTICLE, start, end)
    assert read(html).marked == ["tall.", "Money", "The trust"] and html.count("autofocus") == 1


def test_the_page_loads_and_runs_nothing():
    html = page.html(ARTICLE, 0, 5)
    assert "default-src 'none'" in html and "script" not in html and "http:" not in html and "https:" not in html


@given(
    st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=120),
    st.integers(0, 119),
    st.integers(1, 120),
)
@settings(deadline=None, max_examples=60)
def test_whatever_an_article_holds_is_text(text: str, start: int, length: int):
    start = min(start, len(text) - 1)
    end = min(start + length, len(text))
    article = document(text, id=f"<i>{text[:9]}", title=f'"><script>{text[:20]}')
    html = page.html(article, start, end)
    reader = read(html)
    known = {"html", "head", "meta", "title", "style", "body", "header", "h1", "p", "ol", "li", "span", "mark"}
    assert set(reader.tags) <= known
    assert reader.names <= {"lang", "charset", "name", "content", "http-equiv", "value", "id", "tabindex", "autofocus"}
    bodies = re.findall(r'<li value="\d+"><span>(.*?)</span></li>', html, re.DOTALL)
    shown = [unescape(re.sub("<[^>]*>", "", body)) for body in bodies]
    assert shown == [clean(line) for line in text.split("\n")]
