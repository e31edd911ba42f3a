"""Whose words, whose place, whose number: an answer is of whoever is asked about, and whole."""

import pytest

from askbot.question import parse
from askbot.reading import relations, speech

ARTICLE = """---
title: Two kite makers on the dunes
published: 2025-08-14
---

Two kite makers on the dunes

Velm Kites sells a kite for €80 over the internet. Its rival Torrin of Saltness, across the bay, makes kites of silk.
Velm was founded in 2015 by Ines Morrow, who left the firm in 2021 and now sings in Lubeck.
Managing director is Paul Okell. It runs 14 shops and employs 95 people, five times as many as Torrin's 19.
It will open six more shops next year.
"Silk is for scarves, not for storms," says Okell, who joined from the tyre maker Gripp. "We sell what flies."
Jonas Torrin, 58, sewed his first kite at the age of eleven. He learned it from a sailor, Bram Hoek.
The beach festival is paid for by the town; in 2018, the brewer Mosel was still the sponsor.
In a poll by the town, 62% of visitors would like a kite, but only 9% own one.
"""


@pytest.fixture(scope="module")
def bot(bot_on):
    """A bot over the one article."""
    return bot_on(ARTICLE)


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("Where is Torrin based?", "Saltness"),
        ("What did Okell say about silk?", "Silk is for scarves, not for storms"),
        ("How many shops does Velm run?", "14"),
        ("How many employees does Velm have?", "95"),
    ],
)
def test_the_one_asked_about_is_told(bot, question, short):
    assert (bot.ask(question).short or "").startswith(short)


@pytest.mark.parametrize(
    ("question", "other"),
    [
        ("How old is Jonas Torrin?", "eleven"),
        ("Who taught Jonas Torrin?", "Jonas Torrin"),
        ("Who sponsors the beach festival?", "Mosel"),
        ("How many visitors own a kite?", "62%"),
        ("How many shops does Velm have?", "six"),
        ("Where is Velm Kites based?", "Lubeck"),
        ("How much compensation does Velm demand?", "95"),
    ],
)
def test_what_is_of_another_is_not_told(bot, question, other):
    assert other not in (bot.ask(question).short or "")


def test_of_two_the_one_that_a_figure_is_held_against_has_not_got_it(bot):
    answer = bot.ask("Does Torrin have more employees than Velm?")
    assert answer.short != "Yes"
    assert "Torrin: 95" not in " ".join(claim.text for claim in answer.claims)


def test_a_quotation_is_told_whole():
    said = '"It is big, not small," said Arn.'
    assert said[slice(*speech.whole(said, 12, 21))] == "It is big, not small"
    assert speech.whole(said, 24, 28) == (24, 28)


@pytest.mark.parametrize(
    ("question", "text", "words", "unrelated"),
    [
        ("Who beat Rask?", "Rask lost to Ada Holm.", "Rask", True),
        ("Who beat Rask?", "Rask lost to Ada Holm.", "Ada Holm", False),
        ("How old is Ada Holm?", "Ada Holm was hired at the age of 19.", "19", True),
        ("How old is Ada Holm?", "Ada Holm, 19, was hired.", "19", False),
        ("How much rent does it pay?", "It employs 300 people.", "300", True),
        ("Who says how many left?", "Some 90 left.", "90", True),
        ("What share of them own one?", "Of them 70% want one and 20% own one.", "70%", True),
        ("What share of them own one?", "Of them 70% want one and 20% own one.", "20%", False),
    ],
)
def test_a_span_stands_to_whoever_is_asked_about_as_the_question_has_it(question, text, words, unrelated):
    at = text.index(words)
    assert relations.unrelated(parse(question), text, at, at + len(words)) is unrelated
