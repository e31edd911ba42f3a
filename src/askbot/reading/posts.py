"""Whether somebody is the one that holds a post, as the question who holds it: of a post that only one can hold."""

from __future__ import annotations

import re

_POST = (
    r"(?:chief (?:executive|financial|operating|technology|scientific|medical)(?: officer)?|ceo|cfo|coo|cto|finance (?:chief|director)|managing director"
    r"|chair(?:man|woman|person)?|president|mayor|governor|prime minister|head coach|captain"
    r"|(?:single )?(?:largest|biggest|main|second-largest|second-biggest) (?:[a-z]+ )?(?:shareholder|stockholder|investor|owner|customer|client|lender|creditor|supplier|donor))"
)
_ASKED = re.compile(
    rf"^(?i:is) (?P<who>[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*)*) (?:(?:still|now|also|really|currently) )*(?:the |its |their )?(?P<post>(?i:{_POST}))"
    r"(?P<of> (?:of|at|in) .+)?$"
)
# "Did Ek found Orlin?", "Was Orlin founded by Ek?"
_FOUNDED = re.compile(
    r"^(?i:did) (?P<who>[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*)*) (?i:(?:co-?)?found|start|set up|establish) (?P<what>(?:the )?[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*)*)$"
)
_FOUNDED_BY = re.compile(
    r"^(?i:was|were) (?P<what>(?:the )?[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*)*) (?i:(?:co-?)?founded|started|set up|established) by (?P<who>[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*)*)$"
)
_ANYONE = re.compile(
    r"^(?P<aux>is|are|has|have|was|were) (?:anyone|anybody|someone|somebody) (?:(?:else|yet|already|now|currently|also) )*(?P<does>[a-z]+(?:ing|ed|en|t|ght) .+|(?:against|behind) .+)$",
    re.IGNORECASE,
)
_NAME = re.compile(r"[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*)*")


def who_holds(focus: str) -> tuple[str, str] | None:
    """Return whom a question names for a post, and the question who holds that; None for another question.

    >>> who_holds("Is Ada Brill the chief executive of Orlin?")
    ('Ada Brill', 'Who is the chief executive of Orlin?')
    """
    focus = focus.rstrip("?!. ")
    if (founded := _FOUNDED.match(focus) or _FOUNDED_BY.match(focus)) is not None:
        return founded["who"], f"Who founded {founded['what']}?"
    asked = _ASKED.match(focus)
    return (asked["who"], f"Who is the {asked['post']}{asked['of'] or ''}?") if asked is not None else None


def who_at_all(focus: str) -> str | None:
    """Return the question who does what a question asks if anybody does; None for another question.

    >>> who_at_all("Is anyone suing Orlin?"), who_at_all("Is Arn suing Orlin?")
    ('Who is suing Orlin?', None)
    """
    asked = _ANYONE.match(focus.rstrip("?!. "))
    return f"Who {asked['aux'].lower()} {asked['does']}?" if asked is not None else None


def is_one(who: str, told: str) -> bool | None:
    """Say whether two names are of one; None where the second is no name.

    >>> is_one("Brill", "Ada Brill"), is_one("Ole Brill", "Ada Brill"), is_one("Ek", "Ada Brill"), is_one("Ek", "a fund")
    (True, False, False, None)
    """
    each = re.split(r", (?:and )?| and ", told)
    if len(each) > 1:
        found = [is_one(who, name) for name in each]
        return None if None in found and True not in found else True in found
    if _NAME.fullmatch(told) is None:
        return None
    one, other = who.split(), told.split()
    if len(one) > 1 and len(other) > 1:
        return one[0] == other[0] and one[-1] == other[-1]
    return bool(set(one) & set(other))


__all__ = ["is_one", "who_at_all", "who_holds"]
