"""An article as one self-contained page for a browser, a span in it highlighted and scrolled to.

Pure. The page loads nothing and runs nothing: no script, and a policy that forbids both, so that whatever an
article holds is text.
"""

from __future__ import annotations

from html import escape

from askbot.render import place_of
from askbot.screen import clean, squeeze
from askbot.types import Document

_STYLE = """
:root { color-scheme: light dark }
body { margin: 0 auto; max-width: 46rem; padding: 2rem 1rem 60vh; font: 1.05rem/1.6 Georgia, serif }
header { margin-bottom: 2rem }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .5rem }
header p { margin: 0; font: .85rem/1.5 system-ui, sans-serif; opacity: .75; overflow-wrap: anywhere }
ol { list-style: none; margin: 0; padding: 0 }
li { display: flex; gap: 1rem; min-height: 1.6em }
li::before { content: attr(value); flex: 0 0 2.5rem; text-align: right; font: .8rem/2.1 ui-monospace, monospace;
  opacity: .5; user-select: none }
li.page { opacity: .6; font: .8rem/1.5 system-ui, sans-serif; border-top: 1px solid; margin: 1.5rem 0 .5rem 3.5rem }
li.page::before { content: none }
li > span { white-space: pre-wrap; overflow-wrap: anywhere; min-width: 0; unicode-bidi: isolate }
mark { background: #ffe58a; color: #1a1a1a; padding: .1em 0; scroll-margin: 30vh; outline: none }
@media print { body { padding-bottom: 0 } mark { border-bottom: 2px solid } }
"""


def html(document: Document, start: int, end: int) -> str:
    """Return the article as a page with `text[start:end]` marked; the browser opens it at the mark.

    Every line of the article is there, numbered as in any editor. Characters that would steer a reader's screen or
    turn the text around are left out; nothing else is changed.
    """
    lines = []
    offset = 0
    opened = False
    page = 0
    for n, text in enumerate(document.text.split("\n"), 1):
        first, last = max(start - offset, 0), min(end - offset, len(text))
        if first < last:
            # Focus goes to the first mark and the page scrolls there, without a script.
            here = ' id="quote" tabindex="-1" autofocus' if not opened else ""
            opened = True
            inside = f"{_safe(text[:first])}<mark{here}>{_safe(text[first:last])}</mark>{_safe(text[last:])}"
        else:
            inside = _safe(text)
        begins = document.page_at(offset) or 0
        if begins > page and text.strip():
            page = begins
            lines.append(f'<li class="page" id="page-{page}">page {page}</li>')
        lines.append(f'<li value="{n}"><span>{inside}</span></li>')
        offset += len(text) + 1
    facts = [fact for fact in (document.author, document.published, document.source) if fact]
    place = f"{document.id}:{start}-{end}, {place_of(document, start)}"
    title = _safe(squeeze(document.title))
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>{_STYLE}</style>
</head>
<body>
<header>
<h1>{title}</h1>
<p>{_safe(" · ".join(facts))}</p>
<p>{_safe(place)}</p>
</header>
<ol>
{chr(10).join(lines)}
</ol>
</body>
</html>
"""


def _safe(text: str) -> str:
    return escape(clean(text))
