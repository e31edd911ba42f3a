"""Whose something is: a name, day or sum of another in the same article is told of nobody else."""

import pytest

from askbot.question import parse
from askbot.reading import agents, its, of_two, speakers

ARTICLE = """---
title: The quarrel over the mill at Sund
published: 2025-10-01
---

Orvella was founded by the brothers Ole and Nils Brill in 1978. The former, now 81, still chairs the firm; the latter
left in 2009 to set up a rival, Tarvik Works, which sells mills too. Orvella is advised by the bank Ostara, Tarvik by
the law firm Quill Marsh. Orvella dismissed its auditor, Ada Ek, in May and hired Petra Holm instead.

"Orvella knows what a tide is," said Tarvik's chairman, Henrik Dal. Its chief executive, Mona Lind, was less polite.
"They know what a bill is," she said. Dal went to Harn in November.

Judge Sara Vik ruled in March that Orvella must repay the town $31 million. It is less than half of the $74 million
that the town had claimed. The village had demanded $9 million. Its lawyer, Fabian Ott, is on holiday. A comedy by Pia
Strand was cancelled. The town wants a new school.

The cracks were found on 3 August 2019 by a diver. The town shut the mill eight days later. The engineer Leo Arn
drilled eleven holes. A repair would cost $22 million. Merchants would rather tear the mill down. The sailing school
of Greta Moe will have to move its jetty; she puts the cost at $70,000.

The plays of the season are "North of Salt" by Ivo Dresser. The Tabor's director is Lore Anders, that of the Corbel
its artistic director, Boris Yell. Dresser directs a tragedy himself.
"""


@pytest.fixture(scope="module")
def bot(bot_on):
    """A bot over the article of a quarrel."""
    return bot_on(ARTICLE)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Who still chairs the firm?", "Ole"),
        ("Who advises Tarvik?", "Quill Marsh"),
        ("Who advises Orvella?", "the bank Ostara"),
        ("Who is Orvella's auditor now?", "Petra Holm instead"),
        ('Who said "Orvella knows what a tide is"?', "Henrik Dal"),
        ('Who said "They know what a bill is"?', "Its chief executive, Mona Lind, was less polite."),
        ("How much had the town claimed?", "$74 million"),
        ("How many holes did Arn drill?", "eleven"),
        ("How much would a repair cost?", "$22 million"),
    ],
)
def test_what_is_somebodys_is_told(bot, question, said):
    answer = bot.ask(question)
    assert said in " ".join(claim.text for claim in answer.claims)


@pytest.mark.parametrize(
    ("question", "wrong"),
    [
        ("When did Ole Brill leave the firm?", "2009"),
        ("How old is Nils Brill?", "81"),
        ("Which brother left to set up a rival?", "Tarvik Works"),
        ("Who advises Orvella?", "Quill Marsh"),
        ("Who runs Tarvik?", "Henrik Dal"),
        ("How much had the town claimed?", "$37 million"),
        ("How much would it cost to tear the mill down?", "$22 million"),
        ("Who is Orvella's lawyer?", "Fabian Ott"),
        ("What does the village get?", "$9 million"),
        ("How many holes did Ott drill?", "eleven"),
        ("How much will the new school cost?", "$70,000"),
        ("When did Dal become chairman?", "November"),
        ("Who directs the comedy?", "Dresser"),
        ("Who is the artistic director of the Tabor?", "Lore Anders"),
    ],
)
def test_what_is_anothers_is_not_told(bot, question, wrong):
    answer = bot.ask(question)
    assert wrong not in " ".join(claim.text for claim in answer.claims)


@pytest.mark.parametrize(
    ("before", "names"),
    [
        ("Ada Arn, a vet, and Bo Ek founded it.", ["Ada Arn", "Bo Ek"]),
        ("Ada Arn has won it once; Bo Ek, who is older, twice.", ["Ada Arn", "Bo Ek"]),
        ("Ada Arn and Bo Ek met Cole and Dahl.", None),
        ("Nobody knows.", None),
    ],
)
def test_the_pair_that_former_and_latter_point_at(before, names):
    found = of_two.pair(before)
    assert (found and [before[slice(*one)] for one in found]) == names


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('"It is big," said the head of Orlin, Ada Arn.', "Ada Arn"),
        ('Ada Arn of Bero Research called it "big beyond belief".', "Ada Arn"),
        ('"It is big," she said.', None),
        ('"It is big," Ada Arn told Bo Ek.', "Ada Arn"),
        ('"It is big," said Dahl.', "Dahl"),
    ],
)
def test_who_speaks(text, named):
    found = speakers.speaker(text)
    assert (found and text[slice(*found)]) == named


def test_a_thing_of_somebody_is_not_who_that_is(bot):
    assert bot.ask("Who is Greta Moe?").short != "The sailing school"


def test_a_day_told_by_its_distance_cites_what_it_is_counted_from(bot):
    answer = bot.ask("When was the mill shut?")
    assert answer.short == "eight days later"
    assert any("3 August 2019" in one.quote for one in answer.citations)


def test_nobody_says_the_title_of_a_work(bot):
    assert bot.ask('Who wrote "North of Salt"?').short != "Pia Strand"
    assert speakers.read('Who wrote "North of Salt"?', ()) is None


def test_a_gapped_clause_has_a_doer_of_its_own(bot_on):
    """ "Arn drilled six holes and Bo two": he who comes behind the verb does it too."""
    bot = bot_on("---\ntitle: Holes\npublished: 2025-10-01\n---\n\nArn drilled six holes in 2024 and Bero two holes.\n")
    assert bot.ask("How many holes did Bero drill in 2024?").short != "six"


def test_its_is_of_a_firm_that_the_noun_stands_beside():
    asked, names, text = parse("Who is Orlin's lawyer?"), frozenset({"orlin"}), "Its lawyer, Ada Arn, is away."
    lead = "The brewery is closed."
    assert not its.is_of_the_noun(asked, names, text, lead=lead, article="Orlin, an old brewery, is closed.")
    assert its.is_of_the_noun(asked, names, text, lead=lead, article="Orlin sued a brewery.")


@pytest.mark.parametrize(
    ("question", "text", "name", "let_go"),
    [
        ("Who is Orlin's adviser?", "Orlin sacked its adviser, Ada Arn.", "Ada", True),
        ("Who advises Orlin?", "Orlin parted company with Ada Arn.", "Ada", True),
        ("Who was Orlin's adviser before?", "Orlin sacked its adviser, Ada Arn.", "Ada", False),
        ("Who is Orlin's adviser?", "Orlin sacked its chief and hired the adviser Ada Arn.", "Ada", False),
    ],
)
def test_who_was_let_go_holds_no_post(question, text, name, let_go):
    assert agents.is_let_go(parse(question), text, text.index(name)) is let_go
