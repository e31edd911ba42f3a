"""What the clause around a figure says of it: the words that hedge it and the period that it belongs to.

It knows nothing of values and units; a figure is a place in a text to it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from askbot.periods import Mark, find_periods

_ADJACENT = (
    r"(?:(?:an? )?(?:approximately|approx\.?|about|around|roughly|circa|ca\.|c\.|some|nearly|almost|close to|"
    r"just (?:over|under|above|below)|well over|over|under|above|below|"
    r"(?:slightly |a little |significantly )?(?:more|less|fewer|greater) than|at least|at most|up to|"
    r"as (?:much|many|little|few|high|low) as|(?:no|not) (?:more|less|fewer) than|exceed(?:s|ed|ing)?|"
    r"surpass(?:es|ed|ing)|topped|in excess of|upwards of|estimated(?: at| to be)?|(?:minimum|maximum) of|"
    r"likely|probably|possibly|perhaps|maybe|reportedly|expected to (?:be|reach)|~|≈|>|<|≥|≤)(?: an?)?)"
)
_HEDGE = re.compile(rf"(?:(?<=[^\w])|^)(?P<adjacent>{_ADJACENT}(?: {_ADJACENT})?) ?$")
_HAN_HEDGE = re.compile(r"(?:超过|至少|不到|大约|[约近逾])$")
_TURNED = re.compile(r"\b(?:turn|hand|roll)(?:s|ed|ing)? $")
_UNDER_A = re.compile(r"(?:under|over) an?")
_MODAL = re.compile(
    r"\b(?:(?P<verb>(?:may|might|could|would)(?: have)? (?:likely |probably |possibly )?[a-z]+)"
    r"(?P<rest>(?: [\w-]+){0,3})"
    r"|(?P<adverb>likely|probably|possibly|reportedly|presumably|allegedly|apparently)(?: [\w-]+){0,3}) ?$"
)
_CLAUSE_END = re.compile(r"[;:()\u2014—]|,(?=\s)|\n")
# Capitals tell where a sentence begins, so it is cut in the text as printed.
_SENTENCE_END = re.compile(r"[.!?。](?=\s+[\"“(]?[A-Z0-9])|\n")
# A year in which something was founded dates that event, not the figures beside it.
_EVENT = re.compile(
    r"\b(?:founded|established|born|created|launched|incorporated|set up|started|built|opened|formed|joined)"
    r"(?: back)? (?:in|on) $"
)
_ANAPHOR = re.compile(
    r"\bthe same (?:period|time|year|quarter|month)\b|\b(?:a|the) (?:year|quarter|month) (?:earlier|before|ago)\b"
)
# A period that something is compared with: "faster than in 2019", "compared with the first half of 2024".
_COMPARED = re.compile(
    r"\b(?:than|compared (?:to|with)|versus|vs\.?|against)(?: (?:that|those|the [a-z]+))?"
    r"(?: in| of| for| at)?(?: the)? $"
)

# What stands behind it is held against what the sentence tells of: "compared with $5 million in 2023".
_HELD_AGAINST = re.compile(
    r"\b(?:compared (?:to|with)|versus|vs\.?|against|after|from|than|up on|down on) (?:[a-z-]+ ){0,5}?"
    r"(?:[a-z]{0,3}[$€£¥]|[a-z]{3} )?[0-9][0-9.,]*[a-z]{0,2}(?: (?:million|billion|thousand|trillion))?"
    r"(?: (?!in\b|for\b)[a-z%]+)?,? (?:in|for|during|at)(?: the| the end of)? $",
    re.IGNORECASE,
)
_NEW_SUBJECT = re.compile(r";|, (?:and|but|while) (?:it|they|he|she|we|the \w+) ")

_RESPECTIVELY = re.compile(r",? respectively\b")
_ONE_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_YEARS = re.compile(r"(?<![\w$€£¥.,/-])(?:19|20)[0-9]{2}(?:(?:, and |, | and )(?:19|20)[0-9]{2})+(?![\w%]|[.,][0-9])")
_IN_A_ROW = re.compile(r"(?: (?!and\b)[a-z-]+){0,3}(?:,|,? and)(?: (?:approximately|about|around|roughly|nearly))? ")

# "A year earlier" stands close behind its figure.
_POINTING_REACH = 200


_DATES = re.compile(r" (?:in|for|during|at the end of|as of|by|on) (?:the )?")


def held_from(text: str, start: int) -> int | None:
    """Where the words begin that hold something against a time that begins at an offset: "after €4 million in 2024".

    >>> held_from("It made €5 million, after €4 million in 2024.", 40)
    20
    """
    found = _HELD_AGAINST.search(text[:start])
    return found.start() if found else None


class Clauses:
    """The clauses and sentences of one text and the times that are named in them."""

    def __init__(self, text: str, plain: str, marks: list[Mark]) -> None:
        self._text, self._plain = text, plain
        self._marks = [mark for mark in marks if not _EVENT.search(plain[max(0, mark.start - 24) : mark.start])]
        self._starts = [mark.start for mark in self._marks]
        # What something is compared with dates only the figures after it.
        self._free = [mark for mark in self._marks if not _COMPARED.search(plain[max(0, mark.start - 48) : mark.start])]
        self._free_starts = [mark.start for mark in self._free]
        inside = [(mark.start, mark.end) for mark in marks]
        self._sentences = _cuts(_SENTENCE_END, text, inside)
        self._clauses = _cuts(_CLAUSE_END, plain, inside)

    def hedge(self, start: int, end: int) -> str | None:
        """Name the words before a figure that make it less than certain, as printed."""
        first = max(0, start - 70)
        window = self._plain[first:start]
        cut = max((match.end() for match in _CLAUSE_END.finditer(window)), default=0)
        first, window = first + cut, window[cut:]
        adjacent = _HEDGE.search(window)
        if han := _HAN_HEDGE.search(window):
            return self._text[first + han.start() : start]
        modal = _MODAL.search(window[: adjacent.start()] if adjacent else window)
        if adjacent and modal and modal.group("verb") and not modal.group("rest"):
            span = modal.start(), adjacent.end()
        elif adjacent:
            span = adjacent.span("adjacent")
        elif modal:
            span = modal.span("verb" if modal.group("verb") else "adverb")
        else:
            return None
        words = self._text[first + span[0] : first + span[1]].strip()
        if words.lower() == "over" and _TURNED.search(self._plain[: first + span[0]]):
            return None  # "turned over $5 million": what it took, and no more than that
        # "Under a ten-year contract" is no limit of ten years.
        return None if _UNDER_A.fullmatch(words.lower()) and "-" in self._plain[start:end] else words

    def period(self, start: int, end: int, *, multiple: bool = False) -> str | None:
        """Name a figure's period: the nearest in its clause, else the last before it in the sentence.

        Failing both it is the only one of the sentence. The clause of a multiple ("1.6 times its 2024
        revenue") dates what it is a multiple of, so it is passed over.
        """
        clause = _around(self._clauses, start, len(self._plain))
        pointed = _ANAPHOR.search(self._plain[end : min(clause[1], end + _POINTING_REACH)])
        if pointed and "same" not in pointed.group():
            return None  # "a year earlier" is a period that has no name here
        sentence = _around(self._sentences, start, len(self._plain))
        before = self._near(self._marks, bisect_left(self._starts, start) - 1, sentence)
        after = self._near(self._free, bisect_left(self._free_starts, end), sentence)
        if after is not None and _HELD_AGAINST.search(self._plain[end : after.start]):
            after = None  # "made 5, after a loss of 4 in 2024": that is not when it made 5
        near = [mark for mark in (before, after) if mark and clause[0] <= mark.start < clause[1]]
        told = self._told(start, sentence)
        if before in near and told is not before and " and " in self._plain[before.end if before else 0 : start]:
            near.remove(before)
        if near and not multiple:
            if after in near and after is not None and _DATES.fullmatch(self._plain[end : after.start]):
                return after.period.iso if after.period else None  # "from 4 metres in 2010 to 9 metres in 2023"
            chosen = min(near, key=lambda mark: start - mark.end if mark.end <= start else mark.start - end)
            return chosen.period.iso if chosen.period else None
        if before is None and after is not None:
            following = self._near(self._free, bisect_left(self._free_starts, after.end), sentence)
            if following or _NEW_SUBJECT.search(self._plain[end : after.start]):
                return None
        chosen_late = told or after
        return chosen_late.period.iso if chosen_late and chosen_late.period else None

    def _told(self, start: int, sentence: tuple[int, int]) -> Mark | None:
        """The last time before a figure in its sentence that isn't only that of what is held against something."""
        index = bisect_left(self._starts, start) - 1
        while mark := self._near(self._marks, index, sentence):
            first = max(sentence[0], self._marks[index - 1].end if index else 0)
            if mark in self._free and not _HELD_AGAINST.search(self._plain[first : mark.start]):
                return mark
            index -= 1
        return None

    def respective(self, spans: Sequence[tuple[int, int]]) -> dict[int, str]:
        """Pair figures with years where the text says "respectively"; by the figure's place in `spans`, an ISO period.

        "$2 million and $3 million for the years ended June 30, 2020 and 2019, respectively", or the years first.
        As many figures as years, standing in one row; otherwise nothing is paired.
        """
        paired: dict[int, str] = {}
        for word in _RESPECTIVELY.finditer(self._plain):
            first, last = _around(self._sentences, word.start(), len(self._plain))
            rows = [row for row in _YEARS.finditer(self._plain, first, last) if row.end() <= word.start()]
            if not rows:
                continue
            years = [(year.start(), year.group()) for year in _ONE_YEAR.finditer(rows[-1].group())]
            opening = rows[-1].start()
            whole = next((mark.start for mark in self._marks if mark.start <= opening < mark.end), opening)
            behind = word.start() == rows[-1].end()
            row = self._row(spans, before=whole if behind else word.start(), after=first if behind else rows[-1].end())
            if len(row) != len(years):
                continue
            for index, (_, year) in zip(row, years, strict=True):
                period = find_periods(self._plain[whole:opening] + year)
                if period:
                    paired[index] = period[-1].iso
        return paired

    def _row(self, spans: Sequence[tuple[int, int]], *, before: int, after: int) -> list[int]:
        """The last figures in a stretch of text that stand in one row: "a, b and c"."""
        inside = [index for index, (start, end) in enumerate(spans) if after <= start and end <= before]
        row = inside[-1:]
        while row and row[0] - 1 in inside:
            gap = self._plain[spans[row[0] - 1][1] : spans[row[0]][0]]
            if not _IN_A_ROW.fullmatch(gap):
                break
            row.insert(0, row[0] - 1)
        return row

    def _near(self, marks: list[Mark], index: int, sentence: tuple[int, int]) -> Mark | None:
        inside = 0 <= index < len(marks) and sentence[0] <= marks[index].start < sentence[1]
        return marks[index] if inside else None


def _cuts(pattern: re.Pattern[str], plain: str, inside: list[tuple[int, int]]) -> list[int]:
    """Name the places where a text is cut, none of them inside a date."""
    cuts, at = [0], 0
    for match in pattern.finditer(plain):
        while at < len(inside) and inside[at][1] <= match.start():
            at += 1
        if at >= len(inside) or match.start() < inside[at][0]:
            cuts.append(match.end())
    return cuts


def _around(cuts: list[int], at: int, end: int) -> tuple[int, int]:
    index = bisect_right(cuts, at)
    return cuts[index - 1], cuts[index] if index < len(cuts) else end
