"""Whether somebody controls a firm or has a share of it, as questions how much of the votes or of the firm he holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from askbot.matching import printed_names, wording
from askbot.question import Question, Term

_NOW = r"(?:still |already |now |even |currently |actually |really |also |both |all )*"
_VOTES = r"(?:the )?(?:votes?|voting (?:rights|power|shares|stock)|shareholder votes?)"
_LATER = r"(?: (?:after|before|following|once|when)\b.*| (?:now|today|still|too|as well|alone))?$"
_CONTROLS = re.compile(
    rf"^(?P<aux>does|do|did|will|would) (?P<who>.+?) {_NOW}(?:control|(?:have|hold|keep|retain|hold on to) (?:the )?(?:control|majority) (?:of|over))"
    rf" (?:(?P<votes>{_VOTES})(?: (?:at|of|in) (?P<at>.+?))?|(?P<firm>.+?)){_LATER}",
    re.IGNORECASE,
)
_IN_CONTROL = re.compile(
    rf"^(?P<aux>is|are|will|does|do) (?P<who>.+?) {_NOW}(?:(?:be )?in control|(?:keep|have|retain|hold) (?:the )?control)(?: (?:of|at) (?P<firm>.+?))?{_LATER}",
    re.IGNORECASE,
)
_MAJORITY = re.compile(
    r"^(?:is|are) (?P<who>.+?) (?:still |now |also )*(?:an? |the )?majority[- ](?:shareholder|owner|stockholder|investor)s? (?:of|in|at) (?P<firm>.+?)$"
    r"|^(?:is|are) (?P<owned>.+?) (?:still |now )*majority[- ](?:owned|held) by (?P<by>.+?)$",
    re.IGNORECASE,
)
_OWNED = re.compile(r"^(?:is|are) (?P<owned>.+?) (?:still |now )*(?:owned|controlled) by (?P<by>.+?)$", re.IGNORECASE)
_HAS_A_SHARE = re.compile(
    rf"^(?:is|are) (?P<who>.+?) {_NOW}(?:an? |one of (?:the|its) |among the )(?:(?:big|major|large|minority|early|new|significant) )?"
    r"(?:shareholder|stockholder|investor|stakeholder|part[- ]owner|co-?owner|backer)s? (?:of|in|at) (?P<firm>.+?)$"
    rf"|^(?:does|do) (?P<holder>.+?) {_NOW}(?:own|hold|have) (?:an? |any |some |part of )?(?:minority )?(?:stakes?|shares?|equity|holding|interest|piece)? ?(?:of|in) (?P<of>.+?)$",
    re.IGNORECASE,
)
_SEGMENT = re.compile(r";|,? (?:but|while|whereas|although|though)\b|, and\b|,(?= [A-Z])")
_A_RATE = re.compile(r" (?:[a-z-]+ )?(?:notes?|bonds?|loans?|debentures?|interest|coupons?|rates?)\b")
# "The trust owns 12% and Arn 71%".
_OWNER = re.compile(
    r"(?<!\w)(?P<name>[A-Z][\w&.'’-]*(?: [A-Z][\w&.'’-]*)*) (?:itself |still |now |also |already )?(?:owns?|holds?|keeps?|retains?|has|have) (?:about |around |an estimated |only )?$"
)
# "Ek, who once worked for Arn, keeps 59%": Ek's, and not Arn's.
_OF_A_HOLDER = re.compile(
    r", (?:who|whose|once|formerly|previously|until) [^,;]*,(?= (?:itself |still |now |also |already )?(?:owns?|holds?|keeps?|retains?|has|have|controls?|with)\b)"
)
_A_NAME = re.compile(r"(?:the )?[A-Z][\w&.’-]*(?: [A-Z][\w&.’-]*)*")
_SOLD = re.compile(r"\b(?:sold|sells|selling|disposed of|offloaded|divested|gave up)\b[^,;.]{0,40}$", re.IGNORECASE)
_ASKS_OF_A_SALE = re.compile(r"\b(?:sold|sells?|selling|did|was|were|had|before)\b", re.IGNORECASE)
_WHOSE_SHARE = re.compile(
    r"\b(?:does|do|did) (?P<who>(?:the )?[A-Z][^?,]*?) (?:still |now |currently |together )*(?:own|hold|have|keep|retain|control)\b"
    r"|\b(?:is|was|are) (?:the (?:size of )?)?(?P<whose>[A-Z][^?,]*?)['’]s? (?:[a-z]+ )?(?:stake|holding|shareholding|shares?|interest|equity|votes?|voting \w+)\b"
)
_WHO = re.compile(
    r"^(?:does|do|did|will|would|has|have) (?P<who>.+?) (?:own|hold|have|keep|retain|control)\b", re.IGNORECASE
)
_HELD = re.compile(
    r"\b(?:own\w*|h[eo]ld\w*|stakes?|share\w*|stockholder|kee(?:ps?|ping)|kept|retain\w*|belong\w*|give[sn]?|has|have|control\w*|with|to)\b",
    re.IGNORECASE,
)
_OF_SHARES = re.compile(
    r" ?(?:%|per ?cent)?(?: \w+)? of (?:the |its |their )?(?:\w+ )?(?:shares?|stock|equity|capital|company|firm|votes?|voting)\b(?!['’])"
)
_RIGHT_BEFORE = re.compile(
    r"(?:,| and|;|, and) (?P<name>[A-Z][\w&.'’-]*(?: [A-Z][\w&.'’-]*)*) (?:about |some |an estimated |only )?$"
)
_HEAD_OF = re.compile(r"(?P<who>the (?:[a-z-]+ )?[a-z-]+) (?:of|at) (?P<firm>[A-Z].*)")
_CONTROL_SAID = re.compile(r"\b(?:controls?|controlled|controlling|majority)\b", re.IGNORECASE)
NEAR = 45  # characters before a share in which the word for holding it stands
_NAMED = re.compile(r"[A-Z]|(?:it|(?:the|its) [a-z-]+)$")


@dataclass(frozen=True, slots=True)
class Inquiry:
    """Another question, and what its Yes and its No say to the first one; with a `share`, any figure of a share is a Yes."""

    text: str
    says: tuple[tuple[str, str], ...] = ()
    share: bool = False
    votes: bool = False


def inquiries(focus: str) -> list[Inquiry]:
    """The questions after a share that tell whether somebody controls a firm or has part of it; none for other questions.

    >>> [one.text for one in inquiries("Does the founder still control the votes at Orlin?")]
    ['Does the founder hold more than half of the voting power at Orlin?']
    >>> [one.text for one in inquiries("Is Tarvik an investor in Orlin?")]
    ['What share of Orlin does Tarvik hold?']
    """
    focus = focus.rstrip("?!. ")
    if (found := _IN_CONTROL.match(focus)) is not None:
        return _control(found["who"], found["firm"], votes=False)
    if (found := _CONTROLS.match(focus)) is not None:
        return _control(found["who"], found["at"] or found["firm"], votes=found["votes"] is not None)
    if (found := _MAJORITY.match(focus)) is not None:
        who, firm = found["who"] or found["by"], found["firm"] or found["owned"]
        return [Inquiry(f"Does {who} own more than half of {firm}?", (("Yes", "Yes"), ("No", "No")))]
    if (found := _OWNED.match(focus)) is not None:
        return [Inquiry(f"Does {found['by']} own more than half of {found['owned']}?", (("Yes", "Yes"),))]
    if (found := _HAS_A_SHARE.match(focus)) is not None:
        who, firm = found["who"] or found["holder"], found["firm"] or found["of"]
        named = printed_names(f"x {who}") and _NAMED.match(firm)
        return [Inquiry(f"What share of {firm} does {who} hold?", share=True)] if named else []
    return []


def _control(who: str, firm: str | None, *, votes: bool) -> list[Inquiry]:
    if firm is None and (head := _HEAD_OF.fullmatch(who)) is not None:  # "the founder of Orlin"
        who, firm = head["who"], head["firm"]
    named = printed_names(f"x {who}") or re.search(r"\b(?:founder|owner|family)s?\b", who)
    if firm is not None and not (_NAMED.match(firm) and named):
        return []  # "the spread of the disease" is controlled otherwise
    at = f" at {firm}" if firm and _NAMED.match(firm) and firm[0].isupper() else ""
    no = (("No", "No"),) if votes else ()
    half = [Inquiry(f"Does {who} hold more than half of the voting power{at}?", (("Yes", "Yes"), *no), votes=True)]
    if not votes and firm:
        half.append(Inquiry(f"Does {who} own more than half of {firm}?", (("Yes", "Yes"),)))
    return half


def of_another(names: frozenset[str], text: str, at: int) -> bool:
    """Say whether the figure at an offset stands in a part of a sentence that names others, and the names in another part.

    >>> text = "Arn and Bero hold stakes, but the founder Ek keeps 59% of the votes."
    >>> at = text.index("59")
    >>> of_another(frozenset({"arn"}), text, at), of_another(frozenset({"ek"}), text, at)
    (True, False)
    """
    if names & wording(text[:at]).stems and not names & wording(_OF_A_HOLDER.sub(" ", text[:at])).stems:
        return True
    owner = _OWNER.search(text, 0, at) if names else None
    if owner is not None and not names & wording(owner["name"]).stems:
        return True
    beside = _RIGHT_BEFORE.search(text, 0, at)
    if beside is not None and not names & wording(beside["name"]).stems:
        return True
    ends = [0, *(joint.end() for joint in _SEGMENT.finditer(text, 0, at))]
    own = text[ends[-1] : at]
    before = wording(text[: ends[-1]]).stems
    named = {token.stem for token in printed_names(f"x {own}")}
    return bool(names & before) and bool(named) and not names & wording(own).stems


def holder(asked: Question) -> frozenset[str]:
    """The names, as stems, of whom a question asks if he holds something; empty where it calls him otherwise.

    >>> from askbot.question import parse
    >>> sorted(holder(parse("Does Arn own more than half of Orlin?"))), sorted(holder(parse("Does the founder own Orlin?")))
    (['arn'], [])
    """
    found = _WHO.match(asked.focus)
    last = found.end("who") if found is not None else len(asked.focus)
    named = [term.stem for term in asked.terms if term.capitalised and term.end <= last]
    return frozenset(named if found is not None else named[:1])


def is_anothers(asked: Question, text: str, at: int) -> bool:
    """Say whether a share at an offset is somebody else's than whom a question asks what share he holds.

    >>> from askbot.question import parse
    >>> asked = parse("What share of the votes does Arn hold?")
    >>> is_anothers(asked, text := "Arn and Bero hold stakes, but the founder Ek keeps 59% of the votes.", text.index("59"))
    True
    """
    found = _WHOSE_SHARE.search(asked.focus)
    if found is None or not _HELD.search(text):
        return False
    if _SOLD.search(text[:at]) and not _ASKS_OF_A_SALE.search(asked.focus):
        return True  # what was sold is held no more
    start, end = found.span("who") if found["who"] else found.span("whose")
    if not _A_NAME.fullmatch(asked.focus[start:end]):
        return False  # "Orlin's founder", "the head of Orlin": not Orlin
    names = frozenset(term.stem for term in asked.terms if term.capitalised and start <= term.start < end)
    return bool(names) and of_another(names, text, at)


def asks(focus: str) -> bool:
    """Say whether a question asks what somebody owns or holds."""
    found = _WHO.match(focus)
    return found is not None and not found[0].lower().endswith("have")


def is_held(text: str, start: int, end: int) -> bool:
    """Say whether a share at a span is one that somebody holds: "owns 12%", "12% of the votes"; costs are covered."""
    return _HELD.search(text[max(0, start - NEAR) : start]) is not None or _OF_SHARES.match(text, end) is not None


def is_rate(text: str, end: int) -> bool:
    """Say whether the figure that ends at an offset is a rate of interest and no share: "8% notes", "5% interest"."""
    return _A_RATE.match(text, end) is not None


def untold(focus: str, named: Sequence[Term], text: str) -> bool:
    """Say whether a sentence tells nothing of what a question after control or a share asks, though it has its words.

    Who owns a tenth controls nothing, and "the company" that somebody owns a tenth of may be another than the one named.

    >>> untold("Does Ek control Orlin?", [], "Ek owns 12% of it."), untold("Is Orlin old?", [], "It is new.")
    (True, False)
    """
    made = inquiries(focus)
    said = wording(text).stems
    if any(one.votes for one in made):
        return _CONTROL_SAID.search(text) is None
    return bool(made) and any(term.stem not in said for term in (*named[:1], *named[-1:]))


__all__ = ["Inquiry", "asks", "holder", "inquiries", "is_anothers", "is_held", "is_rate", "of_another", "untold"]
