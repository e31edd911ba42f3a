"""Fragments: what a follow-up leaves out is put back from the question before it.

Pure. Each form of fragment has a function that answers with a whole question, or None where the words are no
such fragment; a fragment that would not make sense in the earlier question is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from askbot import antecedents, asking, contrasts, counterparts, doers, echoes, parallels, substitution
from askbot.antecedents import Before
from askbot.periods import find_periods
from askbot.units import CURRENCY_CODES, CURRENCY_WORDS, DURATIONS, MEASURES, SCALES
from askbot.wording import AUXILIARY, PREPOSITION, WH, as_question, capital, is_english, name_runs, noun_phrase
from askbot.words import is_function_word

MOST_WORDS = 8  # a longer "and …" is a sentence of its own
MOST_BARE_WORDS = 4  # of a fragment that nothing marks as one
_CORRECTION = re.compile(
    r"^(?:(?:no|nope|sorry|wait|oops|actually|not that|hang on)\b[,.! ]*)*(?:(?:i (?:meant|mean)|make that|rather|i was asking about)\b[,: ]*)(?:to (?:say|ask) )?(?P<rest>.+)$"
    r"|^(?:(?:no|nope|sorry|wait|oops|actually)\b[,.! ]+)+(?P<bare>.+)$|^not [\w' -]+?(?:,| but) (?P<but>.+)$|^(?P<late>.+?), (?:i (?:meant|mean)|rather)$",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"^(?:(?P<happens>what (?:happens|would happen) )|what |how |and |but |how about |what about )*(?P<rest>(?:if|assuming|suppose|supposing|provided|in case) .+|(?:at|with) .*\d.*)$",
    re.IGNORECASE,
)
_CHANGES = re.compile(
    r"\b(?:doubl|tripl|quadrupl|halv|rise|rose|fall|fell|drop|grow|grew|shrink|increas|decreas|declin|chang|stay|goes|go up|go down|cut)\w*|\d ?%",
    re.IGNORECASE,
)
_CONDITION_BEFORE = re.compile(
    r",? (?:if|assuming|suppose|supposing|provided|in case) .+$|,? at (?:a |an )?(?:\w+ ){0,3}of .*\d.*$", re.IGNORECASE
)
_IN_UNIT = re.compile(
    r"^(?:what|how much|how many)?(?:(?: would|['’]s| is| was| are| does| will)? ?\b(?:that|this|it|those)(?: be| come to| make| amount to)? )?(?:convert(?:ed)? (?:that |it )?)?"
    r"(?P<rest>(?:(?:in|per|into|to|by) (?:an? |each )?|(?:an?|each|every) )(?P<unit>[\w%€$£¥]+(?: (?:dollars?|pounds?|terms))?)|annually|yearly|monthly|daily|weekly|quarterly)$",
    re.IGNORECASE,
)
_AT_A_RATE = re.compile(r",? at (?:(?:an?|the) )?(?:(?:exchange )?rate of )?[$€£]?\d[\d.,]*.*$", re.IGNORECASE)
_OTHER_UNIT = re.compile(
    r",? (?:in|into) (?P<money>[\w$€£¥]+(?: dollars?| pounds?)?)\b|,? (?:(?:per|an?|each|every) (?P<time>year|month|day|week|quarter|hour))\b(?! of\b)",
    re.IGNORECASE,
)
_EVIDENCE = re.compile(
    r"^(?:(?:can|could|would) you |please )*(?:(?:what(?:['’]s| is) )?(?:the |your |any )?(?:source|quote|citation|evidence|proof|reference|exact (?:words?|wording|quote))s?(?: for (?:that|this|it))?"
    r"|(?:show|give|send|quote|cite)(?: me| us)? (?:the |a |your |that )?(?:source|quote|citation|evidence|proof|passage|sentence|part|line|wording|exact words?|where)s?(?: (?:it says|that says|for))?(?: (?:that|this|it|so))?"
    r"|where (?:does|do|did|is|was) (?:it|they|that|the (?:article|text|piece|report)) (?:say|says|state|mention|mentioned|stated|said|come from|written)(?: (?:that|this|it|so))?"
    r"|where(?:['’]s| is) that(?: from)?|where did you (?:get|find|read) (?:that|this|it)(?: from)?|how do you know(?: that| this)?|says where|are you (?:really )?sure(?: about (?:that|this))?|really|prove it|is that (?:so|true|right|correct))(?: please)?$",
    re.IGNORECASE,
)
_SAYS_WHO = re.compile(
    r"^(?:says who|who says(?: so| that| this)?|who (?:said|claims|claimed|thinks) (?:so|that|this|it)|according to whom?)$",
    re.IGNORECASE,
)
_ELSE = re.compile(
    r"^(?:(?P<wh>who|what|where|which|when|how) (?:else|others?(?: ones)?)|any(?P<any>one|body|thing|where) else|(?:any )?others?|are there (?:any )?others?)$",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"^(?:(?:tell|give|show) me more|more|more (?:about (?:it|that|this|them)|details?)|go on|continue|elaborate|details?|tell me more about (?:it|that|this|them)|can you elaborate|expand on (?:that|this|it))(?: please)?$",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"^(?:(?:what|how) (?:about|bout|abt)|hows about|what of|(?:the )?same (?:question )?(?:for|with)|(?:do (?:we|you) have |is there |have you got )?(?:any|an?) (?:numbers?|figures?|data|word|idea) (?:for|on|about)|now for|and for|and|or|also|versus|vs)\s+(?P<rest>.+)$",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:(?:and|but|so|ok|okay|then|also|well|now|h+m+|um|oh|alright|all right|right|great|good|fine|sure|i see|yes|yeah|thanks|thank you|cool)\b[,.! ]+)+",
    re.IGNORECASE,
)
# "its rival as well", "any number for Orvella on this, please"
_AFTERTHOUGHT = re.compile(
    r"(?:,? (?:please|as well|too|also|then|though|instead|(?:on|about) (?:this|that|it)))+$", re.IGNORECASE
)
_QUESTION = re.compile(rf"^(?:(?:{PREPOSITION} )?{WH}|{AUXILIARY})\b", re.IGNORECASE)
_HANGS_ON = re.compile(
    r"^(?:and|or|what about|how about|same for|same with) (?P<rest>\S+(?: \S+){0,4})$", re.IGNORECASE
)
_IMPERATIVE = re.compile(
    r"^(?:tell|show|give|find|list|name|describe|explain|summari[sz]e|compare|calculate|compute|quote|define|convert|divide|multiply|add|subtract|write|ignore|print|translate|help|please|what's|who's|where's|how's|when's|i|i'm|you|we|let|stop)\b",
    re.IGNORECASE,
)


def completed(asked: str, past: Sequence[Before]) -> str | None:
    """Make a fragment a whole question by the one before it; None for what is no fragment.

    Pronouns that stay in it are still to be resolved.
    """
    before = past[0]
    fragment = asked.strip().rstrip("?.! ")
    if rest := _corrected(fragment):
        return as_question(rest) if _is_whole(rest) else substitution.substituted(before, rest) or None
    bare = _LEAD.sub("", fragment) or fragment
    if re.fullmatch(r"where(?:['’]s| is| was) (?:that|this)", bare, re.IGNORECASE) and (named := _place(before)):
        return as_question(f"Where is {named}")
    if _EVIDENCE.match(bare):
        return f"Where does it say the answer to “{capital(before.question)}?”"
    if made := contrasts.outdone(bare, past) or parallels.weighed(bare, past) or asking.shared_of_all(bare, past):
        return made
    for attempt in (
        _conditional,
        _in_unit,
        _else,
        _more,
        _says_who,
        asking.moved,
        asking.numbered,
        doers.preceded,
        doers.held,
        asking.shared,
        echoes.echoed,
        contrasts.apart,
        asking.asked_with,
        counterparts.countered,
    ):
        if made := attempt(bare, before):
            return made
    if made := contrasts.compared(bare, past):
        return made
    if changed := echoes.swapped(bare, before):
        return substitution.substituted(before, changed, possessor=past)
    about = _ABOUT.match(fragment) or _ABOUT.match(bare)
    rest = about["rest"] if about else bare
    if not _is_whole(rest):
        rest = _AFTERTHOUGHT.sub("", rest)
    if about and (inner := _ABOUT.match(rest)):
        rest = inner["rest"]
    if _is_whole(rest) or len(rest.split()) > (MOST_WORDS if about else MOST_BARE_WORDS):
        return None
    if not about and not substitution.is_time(rest) and _is_keywords(rest, before):
        return None
    return substitution.substituted(before, rest, possessor=past)


def _corrected(fragment: str) -> str | None:
    found = _CORRECTION.match(fragment)
    if found is None:
        return None
    rest = next(filter(None, found.groups()), None)
    if found["bare"] and len(found["bare"].split()) > MOST_WORDS:
        return None  # "sorry in a rush - what's …"
    return re.sub(r"^(?:the )?(?:one )?(?:about )?", "", rest.strip(" ,.")) if rest else None


def _is_whole(rest: str) -> bool:
    """A question or an order with something to ask about."""
    words = rest.split()
    return len(words) > 2 and bool(_QUESTION.match(rest) or _IMPERATIVE.match(rest))


def is_fragment(text: str) -> bool:
    """Say whether a text of few words, without a name, is less than a question."""
    rest = text.strip().rstrip("?.! ")
    return len(rest.split()) <= MOST_BARE_WORDS and not _is_whole(_LEAD.sub("", rest)) and not name_runs(f"x {rest}")


def dangles(text: str) -> bool:
    """Say whether a text only hangs on to what was asked before: "and of the votes?", "what about the other one?".

    >>> dangles("and of the votes?"), dangles("and who votes?"), dangles("the votes of Orvella")
    (True, False, False)
    """
    found = _HANGS_ON.match(text.strip().rstrip("?.! "))
    return found is not None and not _QUESTION.match(found["rest"]) and not _IMPERATIVE.match(found["rest"])


def _is_keywords(rest: str, before: Before) -> bool:
    """A search of its own: a name together with what is asked of it, "Orvella valuation"."""
    runs = name_runs(rest, known=before.known, opening=True)
    if _QUESTION.match(rest) or _IMPERATIVE.match(rest):
        return True
    covered = {i for a, b in runs for i in range(a, b)}
    others = [
        found.group()
        for found in re.finditer(r"[\w&]+", rest)
        if found.start() not in covered and not is_function_word(found.group().lower())
    ]
    strange = [word for word in others if not is_english(word.lower())]
    if len(others) > 1 and strange and not runs:
        return True  # a name in small letters, most likely
    if runs and not others and re.search(r" [A-Z]{2,}$", rest) and rest.split()[-1].lower() not in before.known:
        return True  # "Orvella MAU"
    if runs:
        return bool(others) and not re.match(rf"{PREPOSITION}\b", rest, re.IGNORECASE)
    return not others or bool(re.search(r"\d\s*[-+*/×÷^]\s*\d", rest))


def _lowered(before: Before) -> str:
    """The earlier question to go on from within a sentence: its first letter small unless it belongs to a name."""
    text = before.question
    return text if any(start == 0 for start, _ in before.names) else text[:1].lower() + text[1:]


def _conditional(bare: str, before: Before) -> str | None:
    """Complete "if burn doubles": the question under that condition, in place of an earlier one."""
    found = _CONDITION.match(bare)
    if found is None or re.search(rf"[,:] .*\b{WH}\b", found["rest"], re.IGNORECASE):
        return None
    if found["happens"] and not _CHANGES.search(found["rest"]):
        return None  # "what happens if the loan isn't repaid" is a question of its own
    if re.match(r"what if\b", bare, re.IGNORECASE) and re.match(r"(?:who|where|why|which)\b", before.question):
        return as_question(f"What happens {found['rest'][:1].lower()}{found['rest'][1:]}")
    return as_question(f"{_CONDITION_BEFORE.sub('', before.question)} {found['rest'][:1].lower()}{found['rest'][1:]}")


def _in_unit(bare: str, before: Before) -> str | None:
    """Complete "in euros", "per year": the question with that unit, in place of one of its sort."""
    rate = _AT_A_RATE.search(bare)
    found = _IN_UNIT.match(bare[: rate.start()] if rate else bare)
    if found is None or (rate is None and len(bare.split()) > MOST_WORDS):
        return None
    if is_function_word((found["unit"] or "").lower()):
        return None  # "by whom?" is asked anew
    rest, unit = found["rest"], (found["unit"] or "").lower()
    span = unit.rstrip("s") in DURATIONS or rest.lower().endswith("ly")
    money = _is_money(unit)
    per = re.match(r"(?:per|by|an?|each|every) ", rest, re.IGNORECASE) is not None
    if not (money or span or per or unit in SCALES or unit in MEASURES or unit in ("percent", "%", "percentages")):
        return None
    if re.match(r"(?:an?|each|every) ", rest, re.IGNORECASE) and not span:
        return None
    if found["unit"] and rest.lower().startswith("in ") and unit in ("day", "week"):
        return None
    stem_ = before.question
    for old in reversed(list(_OTHER_UNIT.finditer(stem_))):
        if (money and old["money"] and _is_money(old["money"].lower())) or (span and old["time"]):
            stem_ = stem_[: old.start()] + stem_[old.end() :]
    rest = re.sub(r"^(?:into|to) ", "in ", rest[:1].lower() + rest[1:])
    return as_question(f"{stem_} {rest}{rate.group() if rate else ''}")


def _place(before: Before) -> str | None:
    """Where something is that was asked about: "how many people work at the main mill"."""
    if (name := before.short_name()) and re.match(r"(?:where|which|what|name)\b", before.question, re.IGNORECASE):
        return name
    found = re.search(r" (?:at|in|near|goes to|went to) (?P<place>the [a-z -]+)$", before.question)
    return found["place"] if found and not find_periods(found["place"]) else None


def _is_money(word: str) -> bool:
    last = word.split()[-1] if word else ""
    return bool(last) and (
        last.upper() in CURRENCY_CODES
        or last in CURRENCY_WORDS
        or last.removesuffix("s") in CURRENCY_WORDS
        or last in ("$", "€", "£", "¥")
    )


def _else(bare: str, before: Before) -> str | None:
    """Complete "who else?": the question once more for others."""
    found = _ELSE.match(bare)
    if found is None:
        return None
    word = found["wh"] or {"one": "who", "body": "who", "thing": "what", "where": "where"}.get(found["any"] or "", "")
    if before.yes_no:
        subject = noun_phrase(before.yes_no["tail"], before.known, verb=True)
        if subject is None or not before.yes_no["tail"].startswith(subject):
            return None
        left = before.yes_no["tail"][len(subject) :]
        return as_question(f"{capital(word or 'who')} else {before.yes_no['aux'].lower()}{left}")
    if before.shape is None:
        return None
    ask, noun = before.shape["ask"], before.shape["noun"]
    tail = before.question[before.shape.end("ask") :]
    if ask.lower() in ("which", "what") and noun.strip():
        number = re.match(r" (?:two|three|four|five|six|\d+)(?= )", tail)
        return as_question(f"{ask} other{tail[number.end() if number else 0 :]}")
    return as_question(f"{ask} else{tail}")


def _more(bare: str, before: Before) -> str | None:
    """Complete "tell me more": what the article says about the question's topic."""
    if not _MORE.match(bare):
        return None
    about = antecedents.topic(before) or next(iter(before.named()), None)
    return f"Tell me about {about}" if about else None


def _says_who(bare: str, before: Before) -> str | None:
    if not _SAYS_WHO.match(bare):
        return None
    if before.yes_no:
        return as_question(f"Who says whether {_declared(before) or before.question}")
    shape = before.shape
    subject = noun_phrase(shape["tail"], before.known, verb=True) if shape and shape["aux"] else None
    if shape and subject and shape["tail"].startswith(f"{subject} ") and not re.match(r"do|did", shape["aux"]):
        asks = f"{shape['ask']}{shape['noun']}".lower()
        return as_question(f"Who says {asks} {subject} {shape['aux'].lower()}{shape['tail'][len(subject) :]}")
    return as_question(f"Who says {_lowered(before)}")


def _declared(before: Before) -> str | None:
    found = before.yes_no
    subject = noun_phrase(found["tail"], before.known, verb=True) if found else None
    if found is None or subject is None:
        return None
    return f"{subject} {found['aux'].lower()}{found['tail'][len(subject) :]}"
