"""A conversation's turns: a follow-up becomes a question that stands by itself.

Pure. First what a fragment leaves out is put back (`ellipsis`), then what a pronoun points to is named
(`antecedents`). A complete question is never bent by what was said before; where nothing fits, nothing is changed,
because a nonsense rewrite is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from askbot import antecedents, ellipsis, of_a_figure, subjects, substitution
from askbot.antecedents import Before
from askbot.periods import find_periods
from askbot.question import same_question
from askbot.types import Turn
from askbot.units import is_plural, singular
from askbot.wording import AUXILIARY, PREPOSITION, head_of, name_runs, owned
from askbot.words import stem

REACH = 5  # how many exchanges back "he" may point
MOST_POINTERS = 4  # pronouns resolved in one question

_POSSESSIVE = frozenset({"its", "their", "his", "her", "theirs", "hers"})
_POINTS = re.compile(r"\b(?:its?|their|they|them|his|her|he|she)\b", re.IGNORECASE)
_PERSONAL = re.compile(r"\b(?P<word>he|she|him|his|hers|her)\b", re.IGNORECASE)
_ASKED_OF = re.compile(
    r"^(?:how|what|which|when|where|why)\b.*\b(?:does|did|has|had|will|would|can|could) $", re.IGNORECASE
)
_WHO_IS = re.compile(r"(?:and |but |so )?who (?:is|was) (?:that|this)", re.IGNORECASE)
_NEUTRAL = re.compile(
    r"\b(?P<word>its|it|their|theirs|they|them|(?:the|that|this) (?:company|firm|group|organi[sz]ation|operator|club|agency|start-?up))\b",
    re.IGNORECASE,
)
_THEM = re.compile(
    r"\b(?P<which>(?:many|much|most|all|some|any|none|each|one|two|percent|percentage|share|proportion|fraction|part|which|what|who) of) (?:them|those|these|it|that)\b",
    re.IGNORECASE,
)
_THAT = re.compile(
    rf"(?:(?<=\bis )|(?<=\bwas )|(?<=\bdoes )|(?<=\bdid )|(?<=\bwill )|(?<=\bwould )|(?<=\bcan )|(?<=\bcould ))(?P<word>that|this)(?! \w+ing\b)(?= (?:(?:much |far |still )?(?:more|less|fewer|better|worse|[a-z]+er) than|than|in|at|on|for|from|to|by|with|be|mean|means|compare|cost|come|last|take|made|based|worth|due|mature|start|end|work|{AUXILIARY})\b|$)",
    re.IGNORECASE,
)
# What is done to money rather than to whoever has it.
_HANDED_ON = re.compile(
    r"\b(?:receiv\w+|gets?|got|pa(?:ys?|id)(?: for)?|gave|gives?|lends?|lent|spen[dt]s?|owes?|provid\w+|for|of) $",
    re.IGNORECASE,
)
# "Is that longer than in Brivia" after "how long does a ship wait": does a ship wait longer than in Brivia.
_LONGER_THAN = re.compile(
    r"(?:is|was|are|were) (?:that|this|it) (?P<than>(?:much |far |still |any )?(?:more [a-z]+|less [a-z]+|[a-z]+er) than .+)$",
    re.IGNORECASE,
)
# "How long is it" asks for the length of "the longest route".
_HOW_LONG = re.compile(
    r"(?:and |but |so )?how (?P<how>long|large|high|old|deep|tall|wide|small|fast|short) (?:is|was) it$", re.IGNORECASE
)
_SIZE = re.compile(r"(?:and |but |so )?how (?:much|large|big|high) (?:is|was) it$", re.IGNORECASE)
_ENDS_IN_THAT = re.compile(
    r"(?P<asks>(?:and |but |so )?(?:who|what|which|how|why|when|where)\b.* (?:for|of|about|with|by|from|to|on|against|under|at|behind|paid|pays?|own\w*|buil[dt]s?|runs?|gave|gives?|gets?|got|received|set|sets|calculated)) (?:that|this)$",
    re.IGNORECASE,
)
_THAT_NOUN = re.compile(r"\b(?:that|this|those|these) (?P<noun>[a-z][\w-]+)(?= |$|['’])", re.IGNORECASE)
_DEALS = ("deal", "contract", "agreement", "partnership", "arrangement")
_THERE = re.compile(
    r"(?<!is )(?<!are )(?<!was )(?<!were )(?<!be )(?<!over )(?<!hi )(?<!hello )(?<!hey )(?<!out )\bthere\b(?! (?:is|are|was|were|be|will|would|has|have|had|exist|any)\b)",
    re.IGNORECASE,
)
_THEN = re.compile(
    r"(?: (?P<until>until|till|by|since|before|from)| back)? then$| at (?:the|that) time$| that year$", re.IGNORECASE
)
_ONE = re.compile(r"\b(?P<the>the (?P<how>[a-z]+(?:est|st|nd|rd|th|t)?|most \w+)) one\b", re.IGNORECASE)
# "How many clients does the other one have": the other that has some, not another client.
_OTHER_ACTS = re.compile(
    r"(?:(?<=does )|(?<=did )|(?<=will ))the other one(?= (?:have|own|make|earn|employ|get|sell|burn|spend|carry|hold|plan|need|use|pay|want|offer)\b)",
    re.IGNORECASE,
)
_ONES = re.compile(
    r"\b(?:new|more|such|other|old|[a-z]+er) (?P<ones>ones)\b(?! (?:that|who|which|with|in|at|from)\b)", re.IGNORECASE
)
# What a company has, asked for without saying whose.
_RESULT = re.compile(
    r"(?P<asks>(?:what|how (?:high|large|big|low))(?: (?:is|was|were|are)|['’]s) )the (?P<what>(?:(?:net|gross|operating|total|annual|monthly|profit|market) )?"
    r"(?:revenues?|sales|turnover|profit|loss|margin|valuation|headcount|runway|burn(?: rate)?|debt|ebitda|earnings|income|value|cap)(?: in .+)?)$",
    re.IGNORECASE,
)
# "It" that points to nothing, or to the article itself.
_EXPLETIVE = re.compile(
    r"\b(?:is|was|would|will|can|could|does|did|has) it (?:be |been )?(?:true|false|possible|likely|correct|right|clear|fair|safe|known|said|say|says|mention|state|matter|help(?= to\b| if\b)|make sense|rain\w*|worth \w+ing|(?:take|cost) to|takes? (?:to|for|\w+ to))\b"
    r"|\bit (?:is|was|['’]s) (?:true|possible|likely|said|clear|known|expected|estimated|right|correct)\b|\b(?:how long|what|how much) (?:does|did|will|would) it (?:take|cost) (?:to|for)\b"
    r"|\bit warns?\b|\bwhere (?:do|does|did) (?:they|it) (?:say|talk|mention|warn|write|state|describe)\b"
    r"|\bit takes\b|\bit is that\b|\bit (?:say|says|said|mention|mentions|talk|talks|state|states|describe|describes)\b|\b(?:wrote|write|written|author of|publish\w*) it\b|\bwhat time is it\b",
    re.IGNORECASE,
)
# "What if they're late": they are.
_CONTRACTED = re.compile(
    r"\b(?P<who>they)['’](?P<are>re)\b|\b(?P<whom>it|he|she)['’]s\b(?! (?:been|got)\b)", re.IGNORECASE
)
# "That's cheaper than Brivia's, isn't it?" asks whether that is cheaper than Brivia's.
_TAG = re.compile(
    r"^(?:(?:and|but|so) )?(?P<that>that|it|this|they)(?:['’]s?|(?= (?:is|was|are|were)\b)) ?(?P<is>(?:is|was|are|were)?) ?(?P<rest>.+?), ?(?:(?:isn|wasn|aren|weren)['’]?t (?:it|that|they)|right|correct|yes|no)\?*$",
    re.IGNORECASE,
)
# "How much is that for a full year?" after so much a month.
_IN_ANOTHER_SPAN = re.compile(
    r"^(?:(?:and|so|but) )*how much (?:is|was|would|does|will) (?:that|this|it)(?: be| come to| make| add up to)?,? (?:for|in|over|per)? ?(?:a |the |one |each )?(?:full |whole )?(?P<span>year|month|quarter|week|day)\?*$",
    re.IGNORECASE,
)
# What joins a question to the one before says nothing once it stands by itself.
_LED_IN = re.compile(r"^(?:(?:and|but|so|then|ok|okay|right|well|now|also|hm+|oh)\b[,:]* +)+(?=\w)", re.IGNORECASE)
# What follows "it" where it acts.
_GOES_ON = re.compile(
    r"(?:has|had|is|was|will|would|can|could|(?!its\b)[a-z]{2,}(?:es|[^s]s)|kept|[a-z]+ed)\b", re.IGNORECASE
)
_SUBORDINATES = re.compile(
    r"\b(?:when|if|before|after|because|that|which|until|while|than|as|since|and|but|where|who|although|once|so)\b|,",
    re.IGNORECASE,
)
_DEFINITE = re.compile(r"\b(?:the|a|an|its|their|this|these|those) [a-z]", re.IGNORECASE)
# "Why did half the audience keep their coats on": the coats of the question's own subject.
_OWN_SUBJECT = re.compile(
    rf"\b{AUXILIARY} (?P<all>(?:half|all|most|some|many|both|several|few)(?: of)? )?(?:(?:the|a|an|every|each) )?(?:[a-z-]+ )?(?P<head>[a-z-]+) (?!(?:{PREPOSITION}|about|say|think|mean)\b)[a-z]+ (?:(?:to|up) over )?$",
    re.IGNORECASE,
)
_SUBJECT_NAME = re.compile(rf"\b{AUXILIARY} (?=(?P<subject>\S+))", re.IGNORECASE)


def standalone(question: str, turns: Sequence[Turn]) -> str:
    """Turn a follow-up into a question that needs no history; return any other question unchanged.

    Turns of mere small talk are passed over. Fragments are completed from the last question; a pronoun may point
    a few exchanges back.
    """
    asked = " ".join(question.split())
    earlier = [turn for turn in turns if turn.answer.message is None][-REACH:]
    if not earlier or not asked:
        return asked
    past = [antecedents.before(turn) for turn in reversed(earlier) if not _led_nowhere(turn)]
    if not past:
        return asked
    untagged = _TAG.sub(lambda found: f"{found['is'] or 'is'} {found['that']} {found['rest']}?", asked)
    untagged = _IN_ANOTHER_SPAN.sub(r"per \g<span>?", untagged)
    completed = of_a_figure.completed(untagged, past[0]) or ellipsis.completed(untagged, past)
    made = _pointed(completed or untagged, past)
    if completed is None and made == untagged:
        return asked
    if same_question(made, asked):
        return asked
    made = _LED_IN.sub("", made)
    return f"{made[:1].upper()}{made[1:]}"


def _led_nowhere(turn: Turn) -> bool:
    """A fragment that neither was made a question nor found anything leaves nothing to point at."""
    fragment = turn.answer.standalone_question
    return turn.answer.refusal is not None and fragment == turn.question and ellipsis.is_fragment(fragment)


def _pointed(text: str, past: Sequence[Before]) -> str:
    """Name what the pronouns point to, one after another, where the text itself names nothing that they could."""
    mark = "?" if text.endswith("?") else ""
    bare = text.rstrip("?!. ")
    written = _CONTRACTED.sub(lambda found: f"{found['who'] or found['whom']} {'are' if found['are'] else 'is'}", bare)
    made = written
    for resolve in (_members, _listed, _that, _place, _person, _thing, _period, _result, subjects.whose):
        for _ in range(MOST_POINTERS):
            resolved = resolve(made, past)
            if resolved is None or resolved == made:
                break
            made = resolved
    return f"{made}{mark or '?'}" if made != written else text


def _members(text: str, past: Sequence[Before]) -> str | None:
    """Complete "how many of them": of what was counted or listed; "how much of it": of what was spoken of."""
    if subjects.several(past, "") and (
        one := re.match(rf"(?:and )?which ones?(?= {AUXILIARY}\b)(?!.* (?:more \w+|\w+er)$)", text, re.IGNORECASE)
    ):
        text = f"Which of them{text[one.end() :]}"
    found = _THEM.search(text)
    if found and re.match(rf"{PREPOSITION}\b", text[found.end() :].strip()):
        worked = re.match(r"how many [a-z]+ (?P<verb>work|live)\b", past[0].question)
        text = f"{text[: found.end()]} {worked['verb'] if worked else 'are'}{text[found.end() :]}"
        found = _THEM.search(text)
    if found is None or _is_inner(text, found.start(), past[0], possessive=False):
        return None
    single = found.group().lower().endswith((" it", " that"))
    what = antecedents.thing(past[0], "much of it") if single else subjects.several(past, "")
    if single and what and subjects.is_somebody(what, past):
        what = _single("it", text[found.end() :], past)  # "how much of it does he own": not of himself
    what = (subjects.amount_of(past[0]) or what) if single else what and subjects.scoped(what, past[0])
    whose, owns, noun = (what or "").rpartition("'s ")
    rest = text[found.end() :]
    if owns and re.match(rf" {AUXILIARY} (?:it|they)\b", rest):
        what = f"the {noun}"  # its owner takes the place of "it"
        rest = re.sub(r"(?<= )(?:it|they)\b", whose, rest, count=1)
        rest = re.sub(r"^ do\b", " does", rest)
    return f"{text[: found.start()]}{found['which']} {what}{rest}" if what else None


def _listed(text: str, past: Sequence[Before]) -> str | None:
    """Complete "the second one", "the other operator", "the last one": out of the list, the title, or what was counted."""
    before = past[0]
    found = substitution.ORDINAL.search(text)
    if (
        found
        and found.group().lower().startswith("the ")
        and (name := substitution.nth_item(found["nth"].lower(), before))
    ):
        return f"{text[: found.start()]}{name}{text[found.end() :]}"
    if (found := _ONES.search(text)) and (those := antecedents.counted(before)):
        bare = re.sub(r"^(?:the |.+['’]s? )", "", those)
        return f"{text[: found.start('ones')]}{bare}{text[found.end() :]}"
    if (found := _OTHER_ACTS.search(text)) and (name := subjects.other_subject(before, past[1:])):
        return f"{text[: found.start()]}{name}{text[found.end() :]}"
    own = re.search(r"\bthe [a-z]+ [a-z]+ (?:than|and|or|as)\b", text)  # "than the planned one": quay, as said
    if (found := _ONE.search(text)) and not (own and own.start() < found.start()):
        noun = antecedents.counted(before) or subjects.owned_plural(before)
        if noun is None:
            return None
        whose, _, counted = noun.rpartition("'s ")
        words = counted.removeprefix("the ").split()
        words[0 if " of " in counted else -1] = singular(words[0 if " of " in counted else -1])
        lead = f"{whose}'s {found['how']}" if whose else found["the"]
        return f"{text[: found.start()]}{lead} {' '.join(words)}{text[found.end() :]}"
    if (found := subjects.OTHER.search(text)) and (name := subjects.other_subject(before, past[1:])):
        return f"{text[: found.start()]}{name}{text[found.end() :]}"
    return None


def _person(text: str, past: Sequence[Before]) -> str | None:
    if _WHO_IS.fullmatch(text) and (who := antecedents.person(list(past))) and who != past[0].short_name():
        return f"{text.rpartition(' ')[0]} {who}"
    found = _PERSONAL.search(text)
    if found is None:
        return None
    # "How much of Orvella does he own?": whoever the question is about is not the one named before its verb.
    asked = _ASKED_OF.search(text[: found.start()]) is not None and "," not in text[: found.start()]
    if not asked and _is_inner(text, found.start(), past[0], possessive=found["word"].lower() in _POSSESSIVE):
        return None
    who = subjects.still(found["word"], past[0]) or antecedents.person(list(past))
    if who is None and found["word"].lower() in ("she", "her") and re.match(r"which\b", past[0].question):
        who = past[0].short_name()  # a ship
    return _put(text, found, who) if who else None


def _thing(text: str, past: Sequence[Before]) -> str | None:
    found = _NEUTRAL.search(text)
    if found is None or _EXPLETIVE.search(text):
        return None
    word = found["word"].lower()
    if _is_inner(text, found.start(), past[0], possessive=word in _POSSESSIVE, object_word=word in ("it", "them")):
        return None
    several = word in ("they", "them", "their", "theirs")
    rest = text[found.end() :]
    given = antecedents.mass(past[0]) if word == "it" and _HANDED_ON.search(text[: found.start()]) else None
    if word == "it" and (led := subjects.joined(text[: found.start()], past[0])):
        given = led
    if (how := _HOW_LONG.match(text)) and not rest:
        extreme = re.search(rf"(?:\bthe |\S+['’]s ){how['how']}e?st [a-z]+", past[0].question)
        given = extreme.group() if extreme else given
    about = antecedents.topic(past[0]) if word == "it" and not rest and _SIZE.match(text) else None
    makes = about and about.startswith("the ") and past[0].yes_no and not antecedents.is_figure(about)
    if about and (about in past[0].named() or (makes and antecedents.object_of(past[0]))) and given is None:
        # "How much was it" after "did Orvella make a loss".
        given = subjects.act_of(past[0]) or antecedents.object_of(past[0])
        if given is None:
            return None
    if word == "it" and given is None and (not rest or re.match(r" (?:be|been|[a-z]+ed)\b", rest)):
        given = subjects.act_of(past[0])
    what = given or (subjects.several(past, rest) if several else None) or _single(word, rest, past)
    if several and what and "'s " in what and head_of(what).lower() in text[: found.start()].lower().split():
        what = antecedents.owner(past[0], what)  # "how many matches did they lose": not the matches
    if several and what and (those := antecedents.plural_of(past[0], what)):
        what = those
    if what and found["word"].lower() in ("them", "it"):
        whose, owns, noun = what.rpartition("'s ")
        if owns and whose.lower() in text[: found.start()].lower():
            what = f"its {noun}"  # its owner is named already
    if what is None or what.lower() in text[: found.start()].lower():
        return None
    if several and text[: found.start()].lower().endswith(" of ") and name_runs(what, opening=True) == [(0, len(what))]:
        return None  # "which of them" isn't "which of Orvella"
    return _put(text, found, what)


def _single(word: str, rest: str, past: Sequence[Before]) -> str | None:
    if " " in word:  # "the company"
        about = antecedents.topic(past[0])
        return antecedents.owner(past[0], about) or next((n for b in past[1:] for n in b.named()), None)
    lasts = re.match(r" last\b", rest)
    answered = past[0].short_name() if re.match(r"who\b", past[0].question, re.IGNORECASE) else None
    if answered and word in ("they", "them", "their", "theirs"):
        return answered
    if answered and word in ("it", "its") and subjects.is_the_one(answered, past[0]):
        return subjects.bare_name(answered, past[0])
    several = word in ("they", "them", "their", "theirs")
    for before in past:
        if what := antecedents.thing(before, rest):
            if _POINTS.search(what):
                continue
            if word != "it" and what == antecedents.mass(before):
                return antecedents.owner(before, what) or what  # cash has no budget
            theirs = several and not re.match(r"who\b", before.question)
            if (word in ("it", "its") or theirs) and subjects.is_somebody(what, past):
                what = subjects.act_of(before) or next(
                    (name for name in before.named() if not subjects.is_somebody(name, past)), ""
                )
                if not what:
                    continue
            if lasts and (what in before.named() or what.startswith("the ")):
                return subjects.that_lasts(what, past) or what
            if word in ("it", "its") and "'s " in what and is_plural(head_of(what)) and not antecedents.is_figure(what):
                return antecedents.owner(before, what)  # not the boats but whose they are
            return what
    return None


def _that(text: str, past: Sequence[Before]) -> str | None:
    before = past[0]
    shape = before.shape
    measured = shape and shape["aux"] and " " in shape["ask"] and not antecedents.is_counting(before)
    if shape and measured and not shape["noun"].strip() and (found := _LONGER_THAN.match(text)):
        return f"{shape['aux']} {shape['tail']} {found['than']}"
    if (found := _ENDS_IN_THAT.match(text)) and not name_runs(found["asks"], known=before.known):
        what = antecedents.thing(before, found["asks"])
        if what in before.named() and _NEUTRAL.search(found["asks"]):
            what = (antecedents.object_of(before) or "").rpartition("'s ")[2]  # "does it earn with that"
        return f"{found['asks']} {what}" if what else None
    if (found := _THAT.search(text)) and not _is_inner(text, found.start(), before, possessive=False):
        rest = text[found.end() :]
        what = antecedents.thing(before, f"{rest} than")
        what = (what in before.named() and subjects.amount_of(before)) or what
        if what in before.named() and re.match(r" last\b", rest):
            what = subjects.that_lasts(what, past) or what
        if what in before.named() and re.search(
            r"\b(?:percent\w*|share|proportion) (?:is|was) $", text[: found.start()]
        ):
            return None  # a share of whatever it may be; a company is none
        if what and re.match(r" (?:[a-z]+er|more|less) than\b", rest) and not find_periods(text):
            what = subjects.dated(what, before)
        return f"{text[: found.start()]}{what}{rest}" if what else None
    if found := _THAT_NOUN.search(text):
        about = antecedents.topic(before)
        if about and stem(head_of(about).lower()) == stem(found["noun"].lower()):
            return f"{text[: found.start()]}{about}{text[found.end() :]}"
        name = before.short_name()
        if name and re.search(
            rf"\b(?:which|what) (?:\w+ )?{re.escape(found['noun'])}\b", before.question, re.IGNORECASE
        ):
            return f"{text[: found.start()]}{name}{text[found.end() :]}"
        if name and found["noun"].lower() in _DEALS and re.match(r"(?:who|which)\b", before.question):
            return f"{text[: found.start()]}the {found['noun']} with {name}{text[found.end() :]}"
    return None


def _place(text: str, past: Sequence[Before]) -> str | None:
    found = _THERE.search(text)
    where = antecedents.place(list(past)) if found else None
    if found is None or where is None or name_runs(text, known=past[0].known):
        return None
    if re.search(
        r"\b(?:move[ds]?|go|went|gone|come|came|travel\w*|get|got|sail\w*|fly|flew|sent?|ship\w*) $",
        text[: found.start()],
    ):
        where = f"to {where.partition(' ')[2]}"
    return f"{text[: found.start()]}{where}{text[found.end() :]}"


def _period(text: str, past: Sequence[Before]) -> str | None:
    found = _THEN.search(text) if ":" not in text else None
    when = antecedents.period(list(past)) if found else None
    if found and when and found["until"]:
        return f"{text[: found.start()]} {found['until']} {when.partition(' ')[2]}"
    return f"{text[: found.start()]} {when}" if found and when else None


def _result(text: str, past: Sequence[Before]) -> str | None:
    """Say whose the margin or the headcount is that is asked for after a question about somebody."""
    found = _RESULT.match(text)
    whose = antecedents.owner(past[0], antecedents.topic(past[0])) if found else None
    if found is None or whose is None or antecedents.person([replace(past[0], short=None)]) == whose:
        return None
    return f"{found['asks']}{owned(whose)} {found['what']}"


def _is_inner(text: str, at: int, before: Before, *, possessive: bool, object_word: bool = False) -> bool:
    """Say whether a pronoun points to something in its own question.

    It does where a name stands before it, save as the object of that name's clause ("what did Orvella pay for it"),
    where its clause hangs on one with a noun ("the yard pays when it is late"), and where an owner follows at once
    ("what share of its revenue does Orvella …").
    """
    runs = name_runs(text, known=before.known)
    earlier = [end for _, end in runs if end <= at]
    hanging = [found.start() for found in _SUBORDINATES.finditer(text) if 0 < found.start() < at]
    rest = text[at:].partition(" ")[2]
    if earlier and _GOES_ON.match(rest) and re.search(r"\b(?!(?:say|said|think|thinks|if|when)\b)[a-z]+ $", text[:at]):
        return True  # "the cash it has"
    both = re.search(r"\b(?:the two|both)\b", text[:at]) is not None or len(earlier) > 1
    if both and re.match(r"the(?:m|ir|y)\b", text[at:], re.IGNORECASE):
        return True
    if possessive and re.search(r" at (?:the )?$", text[: next((start for start, end in runs if end == len(text)), 0)]):
        return True  # "of its users at Orvella"
    if earlier and not (object_word and not any(joint >= earlier[-1] for joint in hanging)):
        return True
    if any(_DEFINITE.search(text[:joint]) for joint in hanging):
        return True
    if possessive:
        if own := _OWN_SUBJECT.search(text[:at]):
            single = not is_plural(own["head"].lower()) and own["all"] is None
            if single == (text[at : at + 3].lower() == "its"):
                return True
        subject = _SUBJECT_NAME.search(text, at)
        return subject is not None and any(start == subject.end() for start, _ in runs)
    return False


def _put(text: str, found: re.Match[str], what: str) -> str:
    """Put a name or phrase in the pronoun's place, and let the verb agree with it."""
    word = found["word"].lower()
    rest = text[found.end() :]
    begin = text[: found.start()]
    object_her = word == "her" and not re.match(r" [a-z]", rest)
    if word in _POSSESSIVE and not object_her:
        return f"{begin}{owned(what)}{rest}"
    if re.search(r"\b(?:company|firm|group|organi[sz]ation|operator|club|agency|start-?up)$", word) and re.match(
        r"['’]s", rest
    ):
        return f"{begin}{owned(what)}{rest[2:]}"
    single = " and " not in what and not is_plural(head_of(what.partition(" who ")[0]).lower())
    if word == "they" and (single or (name_runs(what, opening=True) and " and " not in what and "'s " not in what)):
        begin = _agreeing(begin, {"do": "does", "are": "is", "were": "was", "have": "has"})
    if word == "it" and not single and "'s " in what:
        begin = _agreeing(begin, {"does": "do", "is": "are", "was": "were", "has": "have"})
    return f"{begin}{what}{rest}"


def _agreeing(begin: str, forms: dict[str, str]) -> str:
    return re.sub(
        rf"\b({'|'.join(forms)})( (?:only|still|now|also|currently))? $",
        lambda found: f"{forms[found[1].lower()]}{found[2] or ''} ",
        begin,
        flags=re.IGNORECASE,
    )
