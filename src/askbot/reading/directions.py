"""Yes or no by which way a thing went: "has the average stay become shorter?" by "the length of a stay fell to 5 days".

The sentence has to move just what the question asks about, nothing narrower; what stays where it is goes neither way,
and what is still below the figure of a year hasn't come back to it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from askbot.matching import MATCHED, clause_at, wording
from askbot.periods import find_periods, read_period
from askbot.question import Term
from askbot.reading import tabled, times
from askbot.reading.evidence import Evidence, Survey
from askbot.reading.halves import flat
from askbot.types import Citation
from askbot.words import is_function_word, stem

TWO = 2  # cells, of the newest time and the one before it

_HEDGES = r"(?:(?:also|again|still|further|sharply|slightly|steadily|a little|a bit|much|significantly|any|even|now|then|only) )*"
_UP = (
    r"ris(?:e|es|en|ing)|rose|increas(?:e|es|ed|ing)|grow(?:s|n|ing)?|grew|go(?:es|ing)? up|gone up|went up|climb(?:s|ed|ing)?|jump(?:s|ed)?"
    r"|surg(?:e|es|ed)|soar(?:s|ed)?|gain(?:s|ed)?|widen(?:s|ed)?|lengthen(?:s|ed)?|(?:nearly |almost |more than )?(?:doubl|tripl)(?:e|es|ed)"
)
_DOWN = (
    r"fall(?:s|en|ing)?|fell|drop(?:s|ped|ping)?|decreas(?:e|es|ed|ing)|declin(?:e|es|ed|ing)|go(?:es|ing)? down|gone down|went down|shr(?:ink|inks|ank|unk)"
    r"|slip(?:s|ped)?|slump(?:s|ed)?|plung(?:e|es|ed)|tumbl(?:e|es|ed)|narrow(?:s|ed)?|shorten(?:s|ed)?|dwindl(?:e|es|ed)|halv(?:e|es|ed)"
)
_MORE = r"higher|longer|larger|bigger|greater|dearer|costlier|more expensive|more|up"
_LESS = r"lower|shorter|smaller|cheaper|less expensive|fewer|less|down"
_ASKED = re.compile(
    rf"(?P<aux>has|have|had|did|does|do|is|are|was|were|will) (?:the |its |their |there )?(?P<what>[^?,]+?) (?:been |to |going to |due to |set to )?"
    rf"(?:(?:be|become|becoming|became|got|gotten|getting|get|gone|going|grown) )?{_HEDGES}(?:(?P<up>{_UP}|{_MORE})|(?P<down>{_DOWN}|{_LESS}))"
    r"(?P<rest>(?: (?:in|during|over|since|last|this|next|again|recently|lately|on|from)\b[^?]*)?)\W*$",
    re.IGNORECASE,
)
_MOVED = re.compile(
    rf" (?P<to_come>(?:will|would|is (?:due|set|expected|likely) to|are (?:due|set|expected|likely) to) )?(?:has |have |had )?{_HEDGES}"
    rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN})|(?P<same>(?:remain(?:s|ed)?|stay(?:s|ed)?|(?:is|are|was|were) (?:unchanged|flat|stable|the same))))\b(?! short)",
)
_IN_ORDER_TO = re.compile(r"To [a-z]+ [^,;]*, ")
_UP_OR_DOWN = re.compile(
    r"\b(?:go(?:es|ing)?|gone|went|is|are|was|were|been|be)\b[^?]*\b(?P<way>up|down)\W*$", re.IGNORECASE
)
_ASIDE = re.compile(r", (?:which|where|who|whom|whose|when) [^,;]*,")
_DOUBT = re.compile(r"\b(?:may|might|could|would|if|whether|not|never|unless|hop(?:e|es|ed)|want|plan\w*)\b|n['’]t\b")
# Words that tell of a figure only which one it is: "the number of guests", "the average length of a stay".
_PLAIN_WORDS = """number numbers total amount level length size figure value sum price cost rate average overall annual yearly
group company firm"""
_PLAIN = frozenset(stem(word) for word in _PLAIN_WORDS.split())
_BACK = re.compile(
    r"(?:has|have|had|is|are|did|was|were) (?:the |its |their )?(?P<what>[^?,]+?) (?:yet |already |now |fully |ever )*(?:recovered|recover|returned|return|back|come back|got back|reached|reach|"
    r"above|exceeded|exceed|surpassed|surpass|passed|as high as|as many as|as much as|higher than|more than)\b[^?]*?\b(?P<year>(?:19|20)\d\d)\b[^\d]*$",
    re.IGNORECASE,
)
_BELOW = r"\b(?:(?:fewer|less|lower|smaller) than|below|short of|down on|under|behind)\b"
_ABOVE = r"\b(?:(?:more|higher|greater|larger) than|above|ahead of|up on|exceed\w*|surpass\w*|passed)\b"


def read(view: Survey) -> tuple[bool, Citation] | None:
    """Say whether a thing went the way that is asked, or came back to what it was; with the quote, None if unsaid."""
    if back := _BACK.match(view.asked.focus):
        return _came_back(view, back)
    asked = _ASKED.match(view.asked.focus)
    if asked is None:
        return None
    what = [t for t in view.asked.terms if asked.start("what") <= t.start < asked.end("what")]
    common = [t for t in what if t.stem not in view.names]
    if not common:
        return None
    ahead = asked["aux"].lower() in ("will", "is", "are", "do", "does")
    for one in view.evidence:
        if one.match.missing_names or _of_another(view, one):
            continue
        text = _ASIDE.sub(lambda found: "," + " " * (len(found[0]) - 2) + ",", flat(one.text))
        for moved in _MOVED.finditer(text):
            start, _ = clause_at(text, moved.start())
            before = _IN_ORDER_TO.sub("", text[start : moved.start()])
            if _DOUBT.search(before) or bool(moved["to_come"]) > ahead or not _is_just(view, common, before):
                continue
            if not times.period_fits(view.asked, one.text, one.periods, moved.start()):
                continue
            return bool(moved["up"]) == bool(asked["up"]) and not moved["same"], one.citation()
    return _by_cells(view, what, up=bool(asked["up"]))


def _by_cells(view: Survey, what: list[Term], *, up: bool) -> tuple[bool, Citation] | None:
    """The newest two cells of a table's row, of the year asked about and the one before it."""
    plain = replace(view.asked, terms=tuple(what), periods=())
    cells = tabled.figures(replace(view, asked=plain)) if view.rows else []
    if len(cells) < TWO or cells[0].citation is None or cells[0].unit != cells[1].unit or cells[0].period is None:
        return None
    newest = read_period(cells[0].period)
    if any((one.first, one.last) != (newest.first, newest.last) for one in view.asked.periods):
        return None
    return (cells[0].value > cells[1].value if up else cells[0].value < cells[1].value), cells[0].citation


def untold(focus: str, text: str) -> bool:
    """Say whether it is asked if something goes up or down, and a text doesn't say that it goes that way.

    >>> [untold("Are fares going down?", text) for text in ("Fares will go up.", "Fares are falling.")]
    [True, False]
    """
    asked = _UP_OR_DOWN.search(focus)
    if asked is None:
        return False
    ways = {"up": rf"\b(?:{_UP}|up)\b", "down": rf"\b(?:{_DOWN}|down|cut)\b"}
    return re.search(ways[asked["way"].lower()], text, re.IGNORECASE) is None


def _of_another(view: Survey, one: Evidence) -> bool:
    said = wording(one.text).stems
    return bool(view.names) and not view.names & said and bool((one.profile.subjects - view.names) & said)


def _is_just(view: Survey, common: list[Term], words: str) -> bool:
    """Whether words have all that is asked about, and nothing that makes it narrower."""
    said = wording(words)
    if any(said.holds(term.stem) < MATCHED for term in common if term.stem not in _PLAIN):
        return False
    if all(term.stem in _PLAIN for term in common) and not any(term.stem in said.stems for term in common):
        return False
    dated = find_periods(words)
    asked = wording(view.asked.focus)
    return all(
        token.stem in _PLAIN | view.names
        or is_function_word(token.lower)
        or asked.holds(token.stem) >= MATCHED
        or any(period.start <= token.start < period.end for period in dated)
        for token in said.tokens
    )


def _came_back(view: Survey, back: re.Match[str]) -> tuple[bool, Citation] | None:
    what = [t for t in view.asked.terms if back.start("what") <= t.start < back.end("what")]
    common = [t for t in what if t.stem not in view.names | _PLAIN]
    for one in view.evidence if common else ():
        said = wording(one.text)
        if one.match.missing_names or _of_another(view, one) or any(said.holds(t.stem) < MATCHED for t in common):
            continue
        for pattern, verdict in ((_BELOW, False), (_ABOVE, True)):
            if re.search(rf"{pattern}(?:(?!\b(?:19|20)\d\d\b)[^;]){{0,60}}\b{back['year']}\b", flat(one.text)):
                return verdict, one.citation()
    return None
