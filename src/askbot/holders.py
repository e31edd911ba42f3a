"""Whom a sentence says to have or to do something: the name that its subject is.

A name that only says what another one is holds nothing: "Dunmore, Kestrel's larger rival, sold …" tells of Dunmore.
"""

from __future__ import annotations

import re

_DOES = (
    r"has|had|have|is|was|will|would|can|could|did|does|made|makes|lost|loses|sold|sells|spent|spends|paid|pays|ran"
    r"|runs|held|holds|owns|owes|earns|uses|employs|serves|carries|charges|costs|produces|burns|plans|operates|needs"
    r"|took|takes|got|gets|bought|buys|put|puts|gave|gives|offers|built|builds|brought|brings|drew|draws|led|leads|cut"
    r"|cuts|won|grew|fell|rose|went|reports|posts|books|records|raises|generates|keeps|kept"
    r"|manages|works|comes|belongs|depends|begins|began|wants|gets|remains|stays|boasts|counts|handles|covers|reaches|draws"
    r"|attracts|receives|supplies|delivers|exports|imports|teaches|trains|publishes|ships|flies|sails|grows|brews|plays"
)
_SAYS = (
    r"expected|estimated|valued|believed|announced|added|warned|forecasted|predicted|noted|argued|explained|insisted"
    r"|claimed|admitted|called|asked|hoped"
)
# "The town of Ellingen" is Ellingen; a crossing of Lake Halm is no lake.
_PLACE = r"(?:town|city|village|county|state|island|port|region|district|province|municipality|kingdom|republic)"
_NAME = r"[A-Z][\w&.-]*(?: (?:&|of|[A-Z][\w&.-]*)(?= ?[A-Z,(]| [a-z]))*"
# "The neighbouring town of Ellerau, with …", "Its rival Dunmore reported", "In 2024, Kestrel sold".
_HOLDER = re.compile(
    r"^(?:(?:In|By|At|Since|For|On|After|During|Until|Across|Beyond|Near|Outside|Under|With) [^,]{2,40}, )?"
    r"(?:(?:[Tt]he|[Ii]ts|[Tt]heir|[Hh]is|[Hh]er|[Aa]n?|[Oo]ur) (?:(?!of )[a-z][\w'’-]* ){0,6}?"
    rf"(?:{_PLACE} of )?)?"
    rf"(?P<name>(?!(?:It|Its|They|Their|The|This|That|These|Those|He|She|His|Her|In|By|At|Of|But|And)\b){_NAME})"
    rf"(?=,| \(| (?:also |now |still |then |already )?(?:(?:{_DOES})\b|(?!(?:{_SAYS})\b)[a-z]+ed\b))"
)
# "The rival bidder, Dunmore Lines, had offered": not its founder or another of its people.
_FIRMS = (
    r"rival|competitor|bidder|neighbour|neighbor|newcomer|supplier|customer|parent|buyer|landlord|lender|operator|maker"
    r"|company|firm|group|club|start-?up"
)
_APPOSED = re.compile(rf"^(?:The|Its|Their|His|Her|An?) (?:[a-z][\w-]* ){{0,3}}(?:{_FIRMS}), (?P<name>{_NAME}),")
# Who acts for itself: what "the council" pays is not what the firm pays that the article is about.
_AGENTS = (
    r"council|state|government|ministry|city|town|county|region|unions?|police|courts?|investors?|backers|tenants"
    r"|islanders|residents|donors|taxpayers|insurers?|analysts|rival|competitor|buyer|landlord"
)
_AGENT = re.compile(rf"^(?:The|An?|Its|Their|Most|Many|Some|All)? ?(?P<agent>{_AGENTS})\b(?! of [A-Z])", re.IGNORECASE)
_PRICED = re.compile(
    r"^(?:An?|Each|Every|One) (?P<what>[a-z][a-z-]*(?: [a-z-]+){0,4}?)(?: (?:of|from|at|on) [A-Z][\w-]*)?"
    r" (?:now |still |today )?(?:costs?|is priced at|sells for|goes for|fetches)\b"
)
_RELATED = re.compile(
    r"[\w&.-]+?['’]s? (?:[a-z-]+ ){0,3}(?:competitor|rival|parent|owner|supplier|customer|client|partner|neighbour"
    r"|neighbor|subsidiary|investor|backer"
    r"|lender|shareholder|landlord|contractor|creditor|counterpart|predecessor)\b"
)


def holder(sentence: str) -> str | None:
    """Name whom a sentence tells about at its opening; None where its subject is no name, or only says something.

    >>> holder("The neighbouring town of Ellerau, with 41,000 inhabitants, spends more."), holder("It spends more.")
    ('Ellerau', None)
    """
    found = _HOLDER.match(sentence)
    return apposed(sentence) or (found["name"] if found else None)


def apposed(sentence: str) -> str | None:
    """Name the firm that a sentence opens with, by what it is to others: "The rival bidder, Dunmore, offered"."""
    found = _APPOSED.match(sentence)
    return found["name"] if found else None


def agent(sentence: str) -> str | None:
    """Name who acts for itself at the opening of a sentence, a council or the tenants; None where it is anybody else.

    >>> agent("The council added $2 million."), agent("The company added $2 million.")
    ('council', None)
    """
    found = _AGENT.match(sentence)
    return found["agent"].lower() if found else None


def priced(sentence: str) -> str | None:
    """Name the thing whose price a sentence opens with: "A return ticket costs $12"; None for any other."""
    found = _PRICED.match(sentence)
    return found["what"] if found else None


def is_related(text: str, start: int) -> bool:
    """Say whether the name that begins at a place only tells what another one is to it: "Kestrel's larger rival"."""
    return _RELATED.match(text, start) is not None
