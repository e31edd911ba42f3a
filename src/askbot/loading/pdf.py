"""PDF files, through PDFium: where every word stands on its page; `columns` knows in what order they are read."""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from askbot.loading import columns, extracted, paragraphs
from askbot.loading.columns import Word
from askbot.loading.extracted import Extracted, UnreadableError

MOST_PAGES = 3_000
MOST_PAGE_CHARACTERS = 200_000
# Letters that follow one another closer than this part of their size are one word.
WORD_GAP = 0.2
# Letters of one line stand on one base, but for notes and formulas.
SAME_BASE = 0.35
BOLD_WEIGHT = 600
_BOLD = re.compile(r"bold|black|heavy|semibold|demi", re.IGNORECASE)
# What PDFium gives for a hyphen at the end of a line; the soft one alone is sure to be one of hyphenation.
_HYPHENS = frozenset((0x02, 0xAD, 0xFFFE))
_SOFT_HYPHEN = 0xAD


@dataclass(frozen=True, slots=True)
class _Style:
    """How a piece of text is set: its size on the page, whether it is bold, and its turn in quarters."""

    size: float
    bold: bool
    turn: int


@dataclass(slots=True)
class _Letter:
    """A letter, from where to where on its line it stands, and its base; "" is white space."""

    sign: str
    style: _Style
    left: float = 0.0
    right: float = 0.0
    base: float = 0.0
    hyphen: bool = False


def read(content: bytes) -> Extracted:
    """Read a PDF; UnreadableError where it is none, needs a password or holds only pictures."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        secret = "password" in str(error).lower()
        raise UnreadableError("needs a password" if secret else "is no PDF that can be read") from error
    with closing(document):
        count = len(document)
        if count > MOST_PAGES:
            raise UnreadableError(f"has {count:,} pages; at most {MOST_PAGES:,} are read")
        pages = []
        held = 0
        for number in range(count):
            pages.append(_words(document, number))
            held += sum(len(word.text) for word in pages[-1])
            if held > extracted.MOST_CHARACTERS:
                raise UnreadableError(f"holds more than {extracted.MOST_CHARACTERS // 1_000_000} million characters")
        told = document.get_metadata_dict(skip_empty=True)
        spoken = _language(document)
    if not held:
        raise UnreadableError("holds pictures and no text" if count else "has no pages")
    blocks, printed = paragraphs.of([columns.lines(words) for words in pages])
    text, begins = extracted.written(blocks, paged=True)
    return Extracted(
        text,
        begins,
        title=extracted.title(told.get("Title")) or extracted.title(printed),
        author=extracted.author(told.get("Author")),
        published=extracted.day(told.get("CreationDate")),
        language=spoken,
        tags=extracted.tags(value for value in (told.get("Keywords"),) if extracted.title(value)),
    )


def _language(document: Any) -> str | None:  # noqa: ANN401 - pypdfium2's document
    import pypdfium2.raw as raw

    if not hasattr(raw, "FPDFCatalog_GetLanguage"):
        return None
    size = raw.FPDFCatalog_GetLanguage(document.raw, None, 0)
    if not 2 < size < 100:
        return None
    buffer = ctypes.create_string_buffer(size)
    raw.FPDFCatalog_GetLanguage(document.raw, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return extracted.language(buffer.raw.decode("utf-16-le", errors="ignore").rstrip("\0"))


def _words(document: Any, number: int) -> list[Word]:  # noqa: ANN401 - pypdfium2's document
    """The words of a page with their boxes, seen the way most of them stand upright, in the order of the file."""
    import pypdfium2

    try:
        page = document[number]
    except pypdfium2.PdfiumError:
        return []  # a broken page; the others are read
    try:
        text = page.get_textpage()
    except pypdfium2.PdfiumError:
        return []
    letters = list(_letters(text.raw))
    turns = Counter(letter.style.turn for letter in letters if letter.sign)
    turn = turns.most_common(1)[0][0] if turns else 0
    words: list[Word] = []
    run: list[_Letter] = []
    for letter in letters:
        if run and not _goes_on(run[-1], letter, turn):
            words.append(_word(run, len(words)))
            run = []
        if letter.sign and letter.style.turn == turn:
            run.append(letter)
    if run:
        words.append(_word(run, len(words)))
    text.close()
    page.close()
    return words


def _goes_on(before: _Letter, letter: _Letter, turn: int) -> bool:
    """Whether a letter belongs to the word that another one ends so far."""
    size = max(before.style.size, letter.style.size)
    return (
        bool(letter.sign)
        and letter.style.turn == turn
        and abs(letter.base - before.base) < SAME_BASE * size
        and -0.5 * size < letter.left - before.right < WORD_GAP * size
    )


def _word(run: Sequence[_Letter], order: int) -> Word:
    first, last = run[0], run[-1]
    right = max(letter.right for letter in run)
    text = "".join(letter.sign for letter in run)
    return Word(text, first.left, right, first.base, first.style.size, first.style.bold, order, last.hyphen)


def _letters(page: Any) -> Iterator[_Letter]:  # noqa: ANN401 - a PDFium handle
    """Every letter of a page, in the order of the file."""
    import pypdfium2.raw as raw

    styles: dict[int, _Style] = {}
    plain = _Style(10.0, bold=False, turn=0)
    style = plain
    box = raw.FS_RECTF()
    across, up = ctypes.c_double(), ctypes.c_double()
    high = 0
    for n in range(min(raw.FPDFText_CountChars(page), MOST_PAGE_CHARACTERS)):
        code = raw.FPDFText_GetUnicode(page, n)
        hyphen = code == _SOFT_HYPHEN
        sign = "-" if code in _HYPHENS else chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else ""
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000 and high:
            sign, high = chr(0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)), 0
        if not sign or sign.isspace():
            yield _Letter("", style)
            continue
        handle = raw.FPDFText_GetTextObject(page, n)
        if handle:
            key = ctypes.c_void_p.from_buffer(handle).value or 0
            if key not in styles:
                styles[key] = _style(page, n, raw)
            style = styles[key]
        # The box with the white space that belongs to a letter: between the ink of two ones, a space would fit.
        raw.FPDFText_GetLooseCharBox(page, n, box)
        left, right, bottom, top = box.left, box.right, box.bottom, box.top
        raw.FPDFText_GetCharOrigin(page, n, across, up)
        x, y = across.value, up.value
        if not math.isfinite(left + right + bottom + top + x + y):
            continue
        if style.turn == 1:
            left, right, y = bottom, top, -x
        elif style.turn == 2:
            left, right, y = -right, -left, -y
        elif style.turn == 3:
            left, right, y = -top, -bottom, x
        yield _Letter(sign, style, left, max(left, right), y, hyphen)


def _style(page: Any, n: int, raw: Any) -> _Style:  # noqa: ANN401 - a PDFium handle and its library
    matrix = raw.FS_MATRIX()
    size = raw.FPDFText_GetFontSize(page, n)
    if raw.FPDFText_GetMatrix(page, n, matrix):
        size *= math.hypot(matrix.c, matrix.d) or 1.0
    angle = raw.FPDFText_GetCharAngle(page, n)
    name = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    length = raw.FPDFText_GetFontInfo(page, n, name, 128, flags)
    called = name.value.decode("utf-8", errors="ignore") if 0 < length <= 128 else ""
    bold = bool(_BOLD.search(called)) or raw.FPDFText_GetFontWeight(page, n) >= BOLD_WEIGHT
    turn = round(angle / (math.pi / 2)) % 4 if math.isfinite(angle) and angle >= 0 else 0
    # A size that can't be one (a broken matrix) must not make every gap small.
    return _Style(min(max(size, 1.0), 500.0) if math.isfinite(size) else 10.0, bold, turn)
