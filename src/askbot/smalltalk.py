"""Small talk: greetings, thanks and "what can you do", told apart from questions, and what is said back.

Pure. A text is small talk only where nothing of it is left over: "thanks, and how much cash is there?" is a question.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from askbot.types import Document

LONGEST_CHARACTERS = 120  # what is longer says something
_PUNCTUATION = re.compile(r"[^\w'’?&]+")


class Talk(StrEnum):
    """The sorts of small talk; where a text holds several, the first in this order is answered."""

    HELP = "help"
    WHO = "who"
    THANKS = "thanks"
    BYE = "bye"
    FINE = "fine"  # how are you
    GREETING = "greeting"
    NOTED = "noted"


_SAID = {
    Talk.HELP: r"help(?: me)?(?: please)?|(?:can|could) you help(?: me)?|i need help|(?:so )?what (?:all )?(?:can|could|should|do|may) (?:you|i|we|one) (?:do|ask|answer|say|tell me|know|help with)(?: you| for me| here| about| with| me)*"
    r"|what (?:sorts? of |kinds? of )?(?:questions|things|topics|stuff) (?:can|do|could|should|may) (?:you|i|we) (?:ask|answer|know)(?: you| here| about)*|what can you help(?: me)? with|what can this (?:bot|thing) do"
    r"|how (?:do|can|should) (?:i|we) (?:use (?:you|this)|ask(?: you)?(?: (?:a )?questions?)?|start)|how do you work|how does this bot work|what are you (?:for|good at|able to do)|what do you do"
    r"|(?:(?:give|show) me )?(?:some |an? )?(?:examples?|samples?) questions?|(?:give|show) me (?:some |an )?examples?|suggest (?:me )?(?:some |a )?questions?|what to ask|commands|menu|\?",
    Talk.WHO: r"who are you|what are you|are you (?:an? )?(?:bot|human|robot|machine|real(?: person)?|ai|llm|chatgpt|gpt|claude|person|language model)|what(?:['’]s| is) your name|your name|who (?:made|built|created|wrote) you|introduce yourself",
    Talk.THANKS: r"(?:many |ok |great )?(?:thanks|thank you|thankyou)(?: (?:a lot|so much|very much|a million|a bunch|again|anyway|for (?:that|this|it|all|everything|your help|the help|helping)))*|thx|tnx|tysm|ty|cheers|much appreciated|(?:i )?appreciate (?:it|that)",
    Talk.BYE: r"(?:good)?bye(?: bye)?(?: now)?|bye|see (?:you|ya)(?: later| soon| tomorrow| then)?|cya|good night|take care|farewell|have a (?:nice|good|great|lovely) (?:day|evening|weekend|one|night)|that(?:['’]s| is| will be) all(?: for (?:now|today))?|(?:i['’]m|we['’]re) done|talk (?:to you )?(?:later|soon)",
    Talk.GREETING: r"(?:hi+|hello|hey+|hiya|howdy|yo|greetings|salut|hallo|hola|g['’]day)(?: (?:there|all|everyone|bot|askbot|again|folks|team|friend|you))?|good (?:morning|afternoon|evening|day)(?: (?:all|everyone|bot|to you))?|morning|sup|what(?:['’]s|s) up|nice to meet you|(?:are )?you there|anyone there",
    Talk.FINE: r"how are you(?: doing)?(?: today)?|how(?:['’]s| is) (?:it going|life|everything|your day)|how do you do|how are things",
    Talk.NOTED: r"ok(?:ay)?|k|kk|cool|great|nice|awesome|perfect|excellent|brilliant|wonderful|amazing|alright|all right|got it|i see|understood|good(?: (?:job|bot|work|one|to know))?|well done|nice (?:one|work)|fine|sure|right|wow|interesting|lol|haha|hm+|makes sense|never ?mind|yes|yeah|yep|yup|no|nope|no problem|you(?:['’]re| are) (?:great|awesome|the best|welcome)|that (?:helps|helped|works)|please|oh|ah",
}
# Each with what may join it to the next.
_WHOLE = {talk: re.compile(rf"(?:{said})(?: and(?= ))?(?: |$)", re.IGNORECASE) for talk, said in _SAID.items()}


def kind(text: str) -> Talk | None:
    """Say what sort of small talk a text is; None for everything that asks or orders something.

    >>> kind("Hi there!"), kind("ok, thanks a lot :)"), kind("thanks, and how old is it?")
    (<Talk.GREETING: 'greeting'>, <Talk.THANKS: 'thanks'>, None)
    """
    if len(text) > LONGEST_CHARACTERS:
        return None
    said = " ".join(_PUNCTUATION.sub(" ", text).split())
    # A question mark counts only where there is nothing else.
    said = "?" if re.fullmatch(r"[? ]+", said) else " ".join(said.replace("?", " ").split())
    pieces: set[Talk] = set()
    at = 0
    while at < len(said):
        found = max(((m.end(), talk) for talk in Talk if (m := _WHOLE[talk].match(said, at))), default=None)
        if found is None:
            return None
        at, talk = found
        pieces.add(talk)
    return next((talk for talk in Talk if talk in pieces), None)


def reply(talk: Talk, articles: Sequence[Document], examples: Sequence[str]) -> str:
    """Answer small talk in a line, with questions that the articles do answer below it."""
    about = f"the article “{articles[0].title}”" if len(articles) == 1 else f"{len(articles):,} articles"
    line = {
        Talk.HELP: f"I answer questions about {about} with the sentences that say so, and work out figures from them. What isn't in there, I say so.",
        Talk.WHO: f"I'm askbot, a program that answers questions about {about} and shows where each answer stands.",
        Talk.THANKS: "You're welcome.",
        Talk.BYE: "Goodbye.",
        Talk.GREETING: f"Hello. Ask me anything about {about}.",
        Talk.FINE: f"Fine, thank you. Ask me anything about {about}.",
        Talk.NOTED: "All right.",
    }[talk]
    if talk is Talk.BYE or not examples:
        return line
    return "\n".join([line, "You could ask:", *(f"- {example}" for example in examples)])
