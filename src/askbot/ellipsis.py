"""Fragments: what a follow-up leaves out is put back from the question before it.

Pure. Each form of fragment has a function that answers with a whole question, or None where the words are no
such fragment; a fragment that would not make sense in the earlier question is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from askbot import antecedents, lexicon
from askbot.antecedents import AUXILIARY, WH, Before, head_of, is_possessive, name_runs, owned
from askbot.lexicon import Kind
from askbot.periods import find_periods
from askbot.units import CURRENCY_CODES, CURRENCY_WORDS, DURATIONS, MEASURES, SCALES, is_plural
from askbot.words import irregular_forms, is_function_word, stem, vocabulary_lines

MOST_WORDS = 8  # a longer "and …" is a sentence of its own
MOST_BARE_WORDS = 4  # of a fragment that nothing marks as one
_PREPOSITION = r"(?:as of|at|by|for|from|in|on|since|until|to|of|with|under|before|after|during|per)"

_CORRECTION = re.compile(
    r"^(?:(?:no|nope|sorry|wait|oops|actually|not that|hang on)\b[,.! ]*)*(?:(?:i (?:meant|mean)|make that|rather|i was asking about)\b[,: ]*)(?:to (?:say|ask) )?(?P<rest>.+)$"
    r"|^(?:(?:no|nope|sorry|wait|oops|actually)\b[,.! ]+)+(?P<bare>.+)$|^not [\w' -]+?(?:,| but) (?P<but>.+)$|^(?P<late>.+?), (?:i (?:meant|mean)|rather)$",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"^(?:what |how |and |but |what happens |how about |what about )*(?P<rest>(?:if|assuming|suppose|supposing|provided|in case) .+|(?:at|with) .*\d.*)$",
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
_OTHER_UNIT = re.compile(
    r",? (?:in|into) (?P<money>[\w$€£¥]+(?: dollars?| pounds?)?)\b|,? (?:(?:per|an?|each|every) (?P<time>year|month|day|week|quarter|hour))\b",
    re.IGNORECASE,
)
_EVIDENCE = re.compile(
    r"^(?:(?:can|could|would) you |please )*(?:(?:what(?:['’]s| is) )?(?:the |your |any )?(?:source|quote|citation|evidence|proof|reference|exact (?:words?|wording|quote))s?(?: for (?:that|this|it))?"
    r"|(?:show|give|send|quote|cite)(?: me| us)? (?:the |a |your |that )?(?:source|quote|citation|evidence|proof|passage|sentence|part|line|wording|exact words?|where)s?(?: (?:it says|that says|for))?(?: (?:that|this|it|so))?"
    r"|where (?:does|do|did|is|was) (?:it|they|that|the (?:article|text|piece|report)) (?:say|says|state|mention|mentioned|stated|said|come from|written)(?: (?:that|this|it|so))?"
    r"|where(?:['’]s| is) that(?: from)?|where did you (?:get|find|read) (?:that|this|it)(?: from)?|how do you know(?: that| this)?|says where|are you (?:really )?sure(?: about (?:that|this))?|really|prove it|is that (?:so|true|right|correct))(?: please)?$",
    re.IGNORECASE,
)
_WH_ONLY = re.compile(
    rf"^(?P<ask>(?:{_PREPOSITION} )?(?:{WH}|how come))(?P<noun>(?: (?!that\b|this\b|it\b|else\b|not\b|so\b|of\b)[\w'-]+){{0,3}}?)(?P<rest> not| so| exactly)?"
    r"(?: (?P<copula>is|was|are|were|did|does) (?:that|this|it|those)(?: happen(?:ed)?| the case| so)?)?(?P<late> (?:for|by|with|to|from|of|in))?$",
    re.IGNORECASE,
)
_SAYS_WHO = re.compile(r"^(?:says who|who says(?: so| that| this)?|according to whom?)$", re.IGNORECASE)
_ELSE = re.compile(
    r"^(?:(?P<wh>who|what|where|which|when|how) (?:else|others?(?: ones)?)|any(?P<any>one|body|thing|where) else|(?:any )?others?|are there (?:any )?others?)$",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"^(?:(?:tell|give|show) me more|more|more (?:about (?:it|that|this|them)|details?)|go on|continue|elaborate|details?|tell me more about (?:it|that|this|them)|can you elaborate|expand on (?:that|this|it))(?: please)?$",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"^(?:(?:what|how) (?:about|bout|abt)|hows about|what of|same (?:question )?for|now for|and for|and|or|also|versus|vs)\s+(?P<rest>.+)$",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:(?:and|but|so|ok|okay|then|also|well|now|hmm|alright|right|great|good|thanks|cool)\b[,.! ]+)+", re.IGNORECASE
)
_ORDINAL_NAMES = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_NTH = rf"(?:{'|'.join(_ORDINAL_NAMES)}|last|latter|former|1st|2nd|3rd|4th|5th)"
_ORDINAL = re.compile(
    rf"\b(?:the )?(?P<nth>{_NTH})(?: (?:one|of them|of those|of these|item|name))?(?=[?.!, ]|$|['’]s)", re.IGNORECASE
)
_OTHER = re.compile(
    r"\bthe other(?: (?:one|two|company|firm|group|operator|side|party|club|team|bank|project|ship|model|[a-z]+))?(?=[?.!, ]|$|['’]s)",
    re.IGNORECASE,
)
_ONES = re.compile(r"\b(?P<word>ones?)(?=['’]s|\s|$)", re.IGNORECASE)
_COMPARES = re.compile(
    r"^(?P<ask>which(?: one| of (?:them|the two|these|those|both))?|who|whose)\b(?P<rest>.*)$", re.IGNORECASE
)
_QUESTION = re.compile(rf"^(?:(?:{_PREPOSITION} )?{WH}|{AUXILIARY})\b", re.IGNORECASE)
_IMPERATIVE = re.compile(
    r"^(?:tell|show|give|find|list|name|describe|explain|summari[sz]e|compare|calculate|compute|quote|define|convert|divide|multiply|add|subtract|write|ignore|print|translate|help|please|what's|who's|where's|how's|when's|i|i'm|you|we|let|stop)\b",
    re.IGNORECASE,
)
_SEASON = re.compile(
    r"\b(?:in |during |over |for )?(?:the )?(?:spring|summer|autumn|winter|peak season|off[- ]season|today|now|currently|nowadays|last year|this year|next year|last month|(?:the )?(?:year|month|week) before)\b",
    re.IGNORECASE,
)
_QUANTIFIER = re.compile(
    r"^(?:(?:all|both|each|every one|half|some|any|none)(?: (?:of (?:them|those)|two|three|four|five|six|seven|eight|nine|ten|\d+))?|one|two|three|four|five|six|seven|eight|nine|ten|\d+)(?: of (?:them|those))?$",
    re.IGNORECASE,
)
_PAST_WORDS = frozenset({"founded", "built"})


def completed(asked: str, past: Sequence[Before]) -> str | None:
    """Make a fragment a whole question by the one before it; None for what is no fragment.

    Pronouns that stay in it are still to be resolved.
    """
    before = past[0]
    fragment = asked.strip().rstrip("?.! ")
    if rest := _corrected(fragment):
        return _question(rest) if _is_whole(rest) else _substituted(before, rest) or None
    bare = _LEAD.sub("", fragment) or fragment
    if _EVIDENCE.match(bare):
        return f"Where does it say the answer to “{_capital(before.question)}?”"
    for attempt in (_conditional, _in_unit, _else, _more, _says_who, _wh_only, _comparing):
        if made := attempt(bare, before):
            return made
    about = _ABOUT.match(fragment)
    rest = about["rest"] if about else bare
    if about and (inner := _ABOUT.match(rest)):
        rest = inner["rest"]
    if _is_whole(rest) or len(rest.split()) > (MOST_WORDS if about else MOST_BARE_WORDS):
        return None
    if not about and _is_keywords(rest, before):
        return None
    return _substituted(before, rest, possessor=past)


def _corrected(fragment: str) -> str | None:
    found = _CORRECTION.match(fragment)
    if found is None:
        return None
    rest = next(filter(None, found.groups()), None)
    return re.sub(r"^(?:the )?(?:one )?(?:about )?", "", rest.strip(" ,.")) if rest else None


def _is_whole(rest: str) -> bool:
    """A question or an order with something to ask about."""
    words = rest.split()
    return len(words) > 2 and bool(_QUESTION.match(rest) or _IMPERATIVE.match(rest))


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
    if runs:
        return bool(others) and not re.match(rf"{_PREPOSITION}\b", rest, re.IGNORECASE)
    return not others or bool(re.search(r"\d\s*[-+*/×÷^]\s*\d", rest))


def _question(text: str) -> str:
    return f"{text.strip().rstrip('?.! ')}?"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lowered(before: Before) -> str:
    """The earlier question to go on from within a sentence: its first letter small unless it belongs to a name."""
    text = before.question
    return text if any(start == 0 for start, _ in before.names) else text[:1].lower() + text[1:]


def _conditional(bare: str, before: Before) -> str | None:
    """"if burn doubles": the question under that condition, in place of an earlier one."""
    found = _CONDITION.match(bare)
    if found is None or re.search(rf"\b{WH}\b", found["rest"].partition(",")[2], re.IGNORECASE):
        return None
    return _question(f"{_CONDITION_BEFORE.sub('', before.question)} {found['rest'][:1].lower()}{found['rest'][1:]}")


def _in_unit(bare: str, before: Before) -> str | None:
    """"in euros", "per year": the question with that unit, in place of one of its sort."""
    found = _IN_UNIT.match(bare)
    if found is None or len(bare.split()) > MOST_WORDS:
        return None
    rest, unit = found["rest"], (found["unit"] or "").lower()
    span = unit.rstrip("s") in {name for name in DURATIONS} or rest.lower().endswith("ly")
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
    return _question(f"{stem_} {rest}")


def _is_money(word: str) -> bool:
    last = word.split()[-1] if word else ""
    return bool(last) and (
        last.upper() in CURRENCY_CODES
        or last in CURRENCY_WORDS
        or last.removesuffix("s") in CURRENCY_WORDS
        or last in ("$", "€", "£", "¥")
    )


def _else(bare: str, before: Before) -> str | None:
    """"who else?": the question once more for others."""
    found = _ELSE.match(bare)
    if found is None:
        return None
    word = found["wh"] or {"one": "who", "body": "who", "thing": "what", "where": "where"}.get(found["any"] or "", "")
    if before.yes_no:
        subject = antecedents.noun_phrase(before.yes_no["tail"], before, verb=True)
        if subject is None or not before.yes_no["tail"].startswith(subject):
            return None
        left = before.yes_no["tail"][len(subject) :]
        return _question(f"{_capital(word or 'who')} else {before.yes_no['aux'].lower()}{left}")
    if before.shape is None:
        return None
    ask, noun = before.shape["ask"], before.shape["noun"]
    tail = before.question[before.shape.end("ask") :]
    if ask.lower() in ("which", "what") and noun.strip():
        number = re.match(r" (?:two|three|four|five|six|\d+)(?= )", tail)
        return _question(f"{ask} other{tail[number.end() if number else 0 :]}")
    return _question(f"{ask} else{tail}")


def _more(bare: str, before: Before) -> str | None:
    """"tell me more": what the article says about the question's topic."""
    if not _MORE.match(bare):
        return None
    about = antecedents.topic(before) or next(iter(before.named()), None)
    return f"Tell me about {about}" if about else None


def _says_who(bare: str, before: Before) -> str | None:
    if not _SAYS_WHO.match(bare):
        return None
    if before.yes_no:
        return _question(f"Who says whether {_declared(before) or before.question}")
    return _question(f"Who says {_lowered(before)}")


def _declared(before: Before) -> str | None:
    found = before.yes_no
    subject = antecedents.noun_phrase(found["tail"], before, verb=True) if found else None
    if found is None or subject is None:
        return None
    return f"{subject} {found['aux'].lower()}{found['tail'][len(subject) :]}"


def _wh_only(bare: str, before: Before) -> str | None:
    """"when?", "by whom?", "why not?", "at what rate?", "how many users?": another question word, the rest as before."""
    found = _WH_ONLY.match(bare)
    if found is None:
        return None
    noun = found["noun"].strip()
    if found["copula"] and not noun and not re.search(r"\b(?:when|where|why|how come)$", found["ask"], re.IGNORECASE):
        return None  # "how long is it" asks about a thing
    ask = f"{found['ask']} {noun}".strip() if noun else found["ask"]
    word = found["ask"].split()[-1].lower()
    if found["late"]:
        ask = f"{found['late'].strip()} {ask}" if " " not in found["ask"] or not noun else ask
    if noun and not _asks_noun(word, noun, before, copula=found["copula"] is not None):
        return None
    ask = re.sub(r"^how so$|^how$", "how", ask, flags=re.IGNORECASE)
    negated = bool(found["rest"] and found["rest"].strip().lower() == "not")
    if found["ask"].lower() == "how many" and noun and not is_plural(noun.split()[-1].lower()):
        them = antecedents.counted(before)  # "how many pay?"
        return _question(f"How many of {them} {noun}") if them else None
    if not noun and re.fullmatch(r"how many|how much", ask, re.IGNORECASE) and (made := _how_much(ask, before)):
        return made
    if noun and not re.match(_PREPOSITION + r"\b", ask, re.IGNORECASE) and (made := _noun_asked(ask, noun, before)):
        return made
    made = _asked_again(_capital(ask), before, negated=negated)
    past = found["copula"] and found["copula"].lower() == "was"
    return re.sub(r"^(\w+) is ", r"\1 was ", made) if made and past else made


def _asks_noun(word: str, noun: str, before: Before, *, copula: bool) -> bool:
    """Say whether "which …" and "how many …" are followed by a noun, rather than by a verb that makes a question."""
    words = noun.lower().split()
    if word in ("who", "whom", "when", "where", "why", "how", "come") or name_runs(noun, known=before.known, opening=True):
        return False
    if re.fullmatch(AUXILIARY, words[0]) or (words[-1].endswith("ed") and not copula):
        return False
    return not (words[0] in irregular_forms() and words[0] not in ("cost", "people") and len(words) > 1)


def _noun_asked(ask: str, noun: str, before: Before) -> str | None:
    """"how many users?", "what kind?", "which ones?": asked of what the question before was about."""
    shape = before.shape
    counted = shape["noun"].strip() if shape and shape["noun"].strip() else None
    if re.fullmatch(r"(?:kinds?|types?|sorts?)(?: of)?", noun, re.IGNORECASE) and counted and shape and shape["aux"]:
        return _question(f"{_capital(ask.removesuffix(' of'))} of {counted} {shape['aux']} {shape['tail']}")
    if re.fullmatch(r"ones?", noun, re.IGNORECASE) and counted and shape and shape["aux"]:
        return _question(f"{_capital(ask.split()[0])} {counted} {shape['aux']} {shape['tail']}")
    head = stem(noun.split()[-1].lower())
    kind = lexicon.asked_kind(head)
    if kind in (Kind.DATE, Kind.PLACE):
        return _asked_again(f"In {ask}", before, negated=False)
    whose = antecedents.owner(before, antecedents.topic(before))
    if whose is None:
        return None
    if re.match(r"how (?:many|much)\b", ask, re.IGNORECASE):
        return _question(f"{_capital(ask)} does {whose} have")
    return _question(f"What is {owned(whose)} {noun}") if kind is not None else None


def _how_much(ask: str, before: Before) -> str | None:
    """"how much?" after "is it losing money?" and "who holds most of it?"."""
    if (found := before.yes_no) is not None:
        subject = antecedents.noun_phrase(found["tail"], before, verb=True)
        if subject is None:
            return None
        left = found["tail"][len(subject) :].strip()
        verb, _, thing = left.partition(" ")
        thing = re.sub(r"^(?:an?|any|some|the) ", "", thing)
        if not verb:
            return None
        if thing and not re.match(_PREPOSITION + r"\b", thing) and not thing.endswith(("er", "more")):
            return _question(f"{_capital(ask)} {thing} {found['aux'].lower()} {subject} {verb}")
        return _question(f"{_capital(ask)} {found['aux'].lower()} {subject} {left}")
    shape = before.shape
    if shape and shape["ask"].lower() == "who" and shape["aux"] is None:
        verb, _, thing = shape["noun"].strip().partition(" ")
        who, made = before.short_name(), _base(verb)
        thing = re.sub(r"^(?:most of|the (?:most|largest|biggest|greatest|majority of|highest)) ?", "", thing)
        if made is None or not thing:
            return None
        of = "of" if re.match(r"(?:the|its|their) |[A-Z]", thing) else "of the"
        return _question(f"How much {of} {thing} {made[0]} {who} {made[1]}") if who else None
    return None


def _asked_again(ask: str, before: Before, *, negated: bool) -> str | None:
    """The question before with another question word."""
    if (found := before.yes_no) is not None:
        aux, tail = found["aux"].lower(), found["tail"]
        if negated:
            subject = antecedents.noun_phrase(tail, before, verb=True)
            tail = f"{subject} not{tail[len(subject) :]}" if subject and tail.startswith(subject) else f"not {tail}"
        return _question(f"{ask} {aux} {tail}")
    shape = before.shape
    if shape is None:
        return None
    if shape["aux"]:
        tail = shape["tail"]
        if antecedents.noun_phrase(tail, before, verb=False) is None or re.match(r"(?:\w+ed|built|made|held|sold)\b", tail):
            subject = _counted_noun(shape["noun"])
            return _question(f"{ask} {shape['aux'].lower()} {subject} {tail}") if subject else None
        if re.match(r"(?:why|how come)\b", ask, re.IGNORECASE) and antecedents.is_counting(before):
            tail = _so_much(tail, shape["noun"].strip(), shape["ask"])
        elif negated:
            tail = f"not {tail}"
        elif shape["ask"].lower() in ("which", "what") and shape["noun"].strip() and not re.match(r"is|are|was|were", shape["aux"]):
            return _question(f"{ask} {shape['aux'].lower()} {tail}")
        return _question(f"{ask} {shape['aux'].lower()} {tail}")
    return _with_support(ask, before, shape)


def _counted_noun(noun: str) -> str | None:
    return re.sub(r"^ ?(?:of )?", "", noun).strip() or None


def _so_much(tail: str, noun: str, ask: str) -> str:
    """"why" of an amount: "did it lose in 2024" → "did it lose so much in 2024"."""
    what = f"so {'many' if 'many' in ask.lower() else 'much'} {noun}".strip()
    at = re.search(r" (?:in|for|during|at|by|on|from|since|per|a|each|every) ", tail)
    return f"{tail[: at.start()]} {what}{tail[at.start() :]}" if at else f"{tail} {what}"


def _with_support(ask: str, before: Before, shape: re.Match[str]) -> str | None:
    """The question word in place of a subject: "who founded it" → "when was it founded"."""
    words = shape["noun"].strip()
    who = shape["ask"].lower() in ("who", "what")
    if who:
        verb, _, thing = words.partition(" ")
        answer = before.short_name()
        participle = _participle(verb)
        if participle and thing and not re.match(_PREPOSITION + r"\b", thing):
            plural = " and " in thing or is_plural(thing.split()[-1].lower()) and not name_runs(thing, opening=True)
            return _question(f"{ask} {'were' if plural else 'was'} {thing} {participle}")
        made = _base(verb)
        if made and answer:
            return _question(f"{ask} {made[0]} {answer} {made[1]} {thing}".rstrip())
        return None
    parts = re.match(
        r"(?:of )?(?P<subject>.+?) (?P<verb>comes|came|goes|went|grew|rose|fell|makes|made|costs|works|worked|lives|lived|belongs|belonged)\b(?P<tail>.*)$",
        words,
    )
    if parts is None:
        return None
    made = _base(parts["verb"])
    return _question(f"{ask} {made[0]} {parts['subject']} {made[1]}{parts['tail']}") if made else None


def _participle(verb: str) -> str | None:
    """The participle of a verb in the past; None for any other word."""
    if re.search(r"[a-z]{2}ed$", verb):
        return verb
    for line in vocabulary_lines("irregular.txt"):
        base, _, forms = line.partition(": ")
        if verb in forms.split():
            if verb.endswith("s") and verb == f"{base}s":
                return None
            better = [form for form in forms.split() if re.search(r"(?:n|ne|ung|unk|um)$", form) and form != verb]
            return better[0] if better else verb
    return "founded" if verb == "founded" else None


def _base(verb: str) -> tuple[str, str] | None:
    """Auxiliary and base form of a finite verb: "came" → did, come; "holds" → does, hold."""
    lowered = verb.lower()
    for line in vocabulary_lines("irregular.txt"):
        base, _, forms = line.partition(": ")
        if lowered in forms.split() and not lowered.endswith("ing"):
            return ("does" if lowered in (f"{base}s", f"{base}es") else "did"), base
    if re.search(r"(?:ches|shes|sses|xes|zes|oes)$", lowered):
        return "does", lowered[:-2]
    if lowered.endswith("ies"):
        return "does", f"{lowered[:-3]}y"
    if lowered.endswith("s") and not lowered.endswith("ss"):
        return "does", lowered[:-1]
    if lowered.endswith("ed"):
        return "did", lowered[:-1] if re.search(r"(?:[aeiou][vszcgu]|[^aeiou]ag|at|ir|ur|ut|id|in|rg|dg|nc|rc|rs|ns)ed$", lowered) else lowered[:-2]
    return None


def _comparing(bare: str, before: Before) -> str | None:
    """"which is older?": of the two names before."""
    found = _COMPARES.match(bare)
    if found is None or name_runs(found["rest"], known=before.known):
        return None
    words = re.findall(r"[a-z]+", found["rest"].lower())
    if not any(lexicon.comparative(word) or word in ("more", "less", "fewer", "most", "least", "better", "first") for word in words):
        return None
    named = list(dict.fromkeys(before.named()))
    if len(named) < 2:
        named = list(before.items)
    if not 2 <= len(named) <= 3:
        return None
    ask = "Which" if found["ask"].lower().startswith("which") else found["ask"].capitalize()
    return _question(f"{ask}{found['rest']}, {', '.join(named[:-1])} or {named[-1]}")


def _substituted(before: Before, rest: str, *, possessor: Sequence[Before] = ()) -> str | None:
    """Put new words in the place of the old ones of their sort."""
    rest = rest.strip(" ,.")
    question = before.question
    rest, tails = _split_tails(rest)
    for tail in tails:
        question = _adjoined(question, tail, before)
    if not rest:
        return _question(question) if question != before.question else None
    runs = name_runs(f"x {rest}", known=before.known)
    named = [(a - 2, b - 2) for a, b in runs]
    changed = Before(question, before.short, before.statements, before.quotes, before.titles)
    if ordinal := _by_ordinal(rest, changed):
        return ordinal
    if _OTHER.fullmatch(rest) and (other := other_subject(before)):
        rest, named = other, [(0, len(other))]
    if not named and re.fullmatch(r"(?:for |at |of |in |by |with |from )?[^\W\d_][\w-]*", rest) and not antecedents.is_english(rest.split()[-1].lower()):
        word = rest.split()[-1].lower()
        if word in before.known or (changed.names and not is_plural(word) and lexicon.asked_kind(stem(word)) is None):
            named = [(rest.rindex(rest.split()[-1]), len(rest))]
    if named:
        return _named(changed, rest, named)
    return _phrased(changed, rest, possessor or (before,))


def _split_tails(rest: str) -> tuple[str, list[str]]:
    """Take periods and seasons off a fragment: "at Orvella in winter" → "at Orvella", ["in winter"]."""
    tails: list[str] = []
    for period in reversed(find_periods(rest)):
        lead = re.search(r"(?:,? ?\b(?:in|for|during|over|at|as of|by|on|since|from)(?: the)? ?)$", rest[: period.start])
        start = lead.start() if lead else period.start
        tails.insert(0, rest[start : period.end].strip(" ,"))
        rest = (rest[:start] + rest[period.end :]).strip(" ,")
    if found := _SEASON.search(rest):
        tails.append(found.group().strip(" ,"))
        rest = (rest[: found.start()] + rest[found.end() :]).strip(" ,")
    return rest, tails


def _adjoined(question: str, tail: str, before: Before) -> str:
    """A phrase of time in the place of one of its sort, else at the end."""
    fresh, old = find_periods(tail), find_periods(question)
    if fresh and old:
        bare = re.sub(rf"^{_PREPOSITION} (?:the )?", "", tail, flags=re.IGNORECASE)
        lead = re.search(r"\b(?:in|for|during|over|at|as of|by|on)(?: the)? $", question[: old[0].start])
        marked = bare != tail or lead is None
        start = lead.start() if lead and marked else old[0].start
        new = tail if marked and bare != tail else bare
        return f"{question[:start]}{new}{question[old[0].end :]}"
    if not fresh and (seasons := list(_SEASON.finditer(question))):
        at = seasons[-1]
        return f"{question[: at.start()]}{tail}{question[at.end() :]}"
    if fresh and not re.match(_PREPOSITION + r"\b", tail, re.IGNORECASE):
        tail = f"{'on' if fresh[0].first == fresh[0].last else 'in'} {tail}"
    return f"{question} {tail}"


def _by_ordinal(rest: str, before: Before) -> str | None:
    """"and the last one?" after "the first of the ferries"; "the second one?" of the names in an answer."""
    found = _ORDINAL.fullmatch(rest)
    if found is None:
        return None
    nth = found["nth"].lower()
    for old in re.finditer(rf"\b{_NTH}\b", before.question, re.IGNORECASE):
        periods = find_periods(before.question)
        if not any(p.start <= old.start() < p.end for p in periods):
            return _question(f"{before.question[: old.start()]}{nth}{before.question[old.end() :]}")
    name = nth_item(nth, before)
    return _question(f"What is {name}") if name else None


def nth_item(nth: str, before: Before) -> str | None:
    """The listed answer, or for "former" and "latter" the name in the question, that an ordinal points to."""
    named = list(dict.fromkeys(before.named()))
    listed = named if nth in ("former", "latter") and len(named) >= 2 else list(before.items)
    if len(listed) < 2:
        return None
    if nth in ("last", "latter"):
        return listed[-1]
    digits = re.match(r"\d", nth)
    at = int(digits.group()) - 1 if digits else (0 if nth == "former" else _ORDINAL_NAMES.index(nth))
    return listed[at] if at < len(listed) else None


def other_subject(before: Before) -> str | None:
    """The name in the title that the question doesn't name, where the title names two."""
    title = before.titles.partition("\n")[0]
    asked = {word.lower() for name in before.named() for word in name.split()}
    quoted = before.quotes
    found = [
        title[a:b]
        for a, b in name_runs(title, opening=True)
        if title[a:b].split()[0] in quoted and not any(word.lower() in asked for word in title[a:b].split())
    ]
    here = any(word in title.lower() for word in asked)
    return found[0] if found and here else None


def _named(before: Before, rest: str, named: Sequence[tuple[int, int]]) -> str | None:
    """A new name in the place of the old one of its sort."""
    first, last = named[0][0], named[-1][1]
    name = rest[first:last]
    lead, after = rest[:first].strip(), rest[last:].strip()
    possessive = bool(re.match(r"['’]s?(?!\w)", after))
    noun = re.sub(r"^['’]s?\s*", "", after) if possessive else ""
    question, runs = before.question, before.names
    if noun and not find_periods(noun):
        return _noun_of(before, name, noun)
    if after and not possessive:
        if re.match(_PREPOSITION + r"\b|,", after) and runs:
            pass
        elif len(after.split()) > 1 or not runs:
            return None
    fresh = [(a, b) for a, b in runs if question[a:b].lower() not in name.lower()]
    if not fresh:
        return _question(f"{question} {rest}") if re.match(_PREPOSITION + r"\b", lead, re.IGNORECASE) else None
    determined = re.match(r"(?:(?:at|for|of|in|by|with|from|on|the) ?)*$", lead, re.IGNORECASE) is not None
    if lead and not determined:
        return _phrased(before, rest, (before,))
    start, end = _parallel(before, fresh, name, lead, possessive=possessive)
    owns = is_possessive(question, end)
    new = name
    if not owns and possessive and (after := ""):
        new = owned(name)
    tail = question[end:]
    extra = "" if possessive or not after else f" {after.strip(' ,')}"
    begin = question[:start]
    if re.search(r"\bthe $", begin) and re.match(r"(?:a|an|the) ", name):
        begin = begin[:-4]
    return _question(f"{begin}{new}{tail}{extra}")


def _parallel(
    before: Before, runs: Sequence[tuple[int, int]], name: str, lead: str, *, possessive: bool
) -> tuple[int, int]:
    """Which of a question's names a new one is parallel to.

    One that is like it a subject of the article (its title names both, or neither), that stands behind the same
    preposition, that owns or doesn't; of two as good the first.
    """
    title = before.titles.lower()
    heading = any(word.lower() in title for word in name.split())

    def likeness(run: tuple[int, int]) -> int:
        text = before.question[run[0] : run[1]]
        titled = any(word.lower() in title for word in text.split())
        score = 2 if title and titled == heading else 0
        score += possessive == is_possessive(before.question, run[1])
        preposition = lead.split()[-1].lower() if lead else ""
        score += bool(preposition) and before.question[: run[0]].lower().rstrip().endswith(f" {preposition}")
        # The name within another's phrase ("Orvella's green bond") is not what is compared.
        return score

    return max(runs, key=lambda run: (likeness(run), -run[0]))


def _noun_of(before: Before, name: str, noun: str) -> str | None:
    """"Orvella's headcount": asked as the question before asked for its noun."""
    if antecedents.is_counting(before) and is_plural(noun.split()[-1].lower()):
        return _question(f"How many {noun} does {name} have")
    plural = is_plural(noun.split()[-1].lower())
    kind = lexicon.asked_kind(stem(head_of(noun).lower()))
    periods = find_periods(before.question)
    tail = ""
    if kind in antecedents.FIGURES and periods and antecedents.owner(before, antecedents.topic(before)) == name:
        lead = re.search(r"\b(?:in|for|during|over|at|as of|by|on)(?: the)? $", before.question[: periods[-1].start])
        tail = f" {before.question[lead.start() if lead else periods[-1].start : periods[-1].end]}"
    who = "Who" if kind is Kind.PERSON else "What"
    past = bool(re.match(r"was|were|did", before.shape["aux"], re.IGNORECASE)) if before.shape and before.shape["aux"] else False
    copula = ("were" if plural else "was") if past else ("are" if plural else "is")
    return _question(f"{who} {copula} {owned(name)} {noun}{tail}")


_OWN = re.compile(r"^(?P<word>its|their|his|her)\s+(?P<noun>.+)$", re.IGNORECASE)


def _phrased(before: Before, rest: str, past: Sequence[Before]) -> str | None:
    """A new noun phrase, without a name, in the place of the old one of its sort."""
    question = before.question
    if found := _OWN.match(rest):
        who = antecedents.person(list(past)) if found["word"].lower() in ("his", "her") else None
        who = who or antecedents.thing(before, found["noun"])
        return _owned_swap(before, who, found["noun"]) if who else None
    if _QUANTIFIER.match(rest) and (old := re.search(r"\b(?:one|each|all|both|two|three|some|half) of\b", question)):
        return _question(f"{question[: old.start()]}{re.sub(r' of (?:them|those)$', '', rest)} of{question[old.end() :]}")
    if _QUANTIFIER.match(rest):
        return None
    if found := re.match(rf"(?P<word>{_PREPOSITION}) (?P<noun>.+)$", rest, re.IGNORECASE):
        return _with_preposition(before, found["word"].lower(), found["noun"])
    if _ONES.search(rest):
        return _like_one(before, rest)
    bare = re.sub(r"^(?:the|a|an) ", "", rest)
    if re.match(r"(?:it|they|he|she|that|this|there|them|those|these|him|us|me|you|i|we)\b", bare, re.IGNORECASE):
        return None
    kind = lexicon.asked_kind(stem(head_of(bare).lower()))
    plural = is_plural(bare.split()[-1].lower())
    if kind not in antecedents.FIGURES and bare == rest and (made := _last_object(before, rest)):
        return made
    about = antecedents.topic(before)
    shape = before.shape
    if shape and antecedents.is_counting(before) and plural and shape["noun"].strip() and shape["aux"]:
        return _question(f"{shape['ask']} {bare} {shape['aux']} {shape['tail']}")
    if about and (owning := re.match(r"(?P<who>.+['’]s?) (?P<noun>.+?)$", about)) and about in question and kind is not None:
        noun = re.split(r" (?:of|from|to|for|between|by|with|in|at) ", owning["noun"])[0]
        at = question.index(about) + owning.start("noun")
        return _question(f"{question[:at]}{bare}{question[at + len(noun) :]}")
    if about and about in question and (of := re.match(r"(?:the |an? )?(?P<noun>.+?) of ", about)) and kind is not None:
        at = question.index(about) + of.start("noun")
        return _question(f"{question[:at]}{bare}{question[at + len(of['noun']) :]}")
    whose = antecedents.owner(before, about)
    if kind is not None and whose:
        return _noun_of(before, whose, bare)
    return _last_object(before, rest)


def _owned_swap(before: Before, who: str, noun: str) -> str | None:
    """"and his votes?" after "how much of the equity does he hold": the thing that he holds is changed."""
    shape = before.shape
    if shape and shape["aux"] and shape["tail"].startswith(who) and not is_possessive(shape["tail"], len(who)):
        held = re.match(rf" of (?P<lead>.*['’]s |the |its )?(?P<noun>\w+)$", shape["noun"]) if shape["noun"] else None
        if held and re.match(r"how much|what", shape["ask"], re.IGNORECASE):
            return _question(f"{shape['ask']} of {held['lead'] or ''}{noun} {shape['aux']} {shape['tail']}")
    return _noun_of(before, who, noun)


def _with_preposition(before: Before, word: str, noun: str) -> str | None:
    """"of the votes?", "from abroad?": in the place of a phrase with the same preposition, else at the end."""
    question = before.question
    for old in re.finditer(rf"\b{word} (?P<noun>(?:the |an? |its )?[a-z-]+(?: [a-z-]+)??)(?= (?:{AUXILIARY}|{_PREPOSITION})\b|$)", question):
        if word == "of" or old.end() == len(question):
            return _question(f"{question[: old.start('noun')]}{noun}{question[old.end('noun') :]}")
    if word == "of":
        return None
    return _question(f"{question} {word} {noun}")


def _like_one(before: Before, rest: str) -> str | None:
    """"cumulative ones", "a diesel one": the noun comes from the phrase before that is built alike."""
    plural = bool(re.search(r"\bones\b", rest, re.IGNORECASE))
    question = before.question
    if plural:
        shape = before.shape
        if not (shape and shape["noun"].strip() and shape["aux"]):
            return None
        head = shape["noun"].split()[-1]
        return _question(f"{shape['ask']} {_ONES.sub(head, rest)} {shape['aux']} {shape['tail']}")
    determiner = rest.split()[0].lower()
    if determiner not in ("a", "an", "the"):
        return None
    likes = r"an?" if determiner in ("a", "an") else "the"
    old = None
    for old in re.finditer(rf"\b{likes} (?:[\w-]+ ){{1,2}}?(?P<head>[a-z-]+)(?= (?:{AUXILIARY}|{_PREPOSITION})\b|$)", question):
        pass
    if old is None:
        return None
    return _question(f"{question[: old.start()]}{_ONES.sub(old['head'], rest)}{question[old.end() :]}")


def _last_object(before: Before, rest: str) -> str | None:
    """The words at the end of a "does X offer …" question are what is changed."""
    shape = before.shape or before.yes_no
    if shape is None or not shape["aux"] or not re.match(r"do|does|did|will|can", shape["aux"], re.IGNORECASE):
        return None
    subject = antecedents.noun_phrase(shape["tail"], before, verb=True)
    if subject is None:
        return None
    found = re.fullmatch(r"(?P<verb> [a-z]+)(?P<join> (?:to|for|with|from))? (?P<object>[a-z -]+)", shape["tail"][len(subject) :])
    if found is None:
        return None
    start = before.question.rindex(shape["tail"]) + len(subject) + found.start("object")
    return _question(f"{before.question[:start]}{rest}")
