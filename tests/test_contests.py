"""Which of two has more, and whether one has: on an article of two rowing clubs, with the real index and models."""

import pytest

from askbot import corpus
from askbot.bot import Bot
from askbot.chain import Chain
from askbot.index import Index, build
from askbot.reader import OfflineReader
from askbot.reading_model import SpanReader
from askbot.retriever import HybridRetriever

ARTICLE = """---
title: Wherrydale and Oxmoor, two clubs on one river
published: 2025-06-01
---

Wherrydale and Oxmoor row on the same river and agree on little else.

## The clubs

Wherrydale was founded in 1931 by ferrymen. Oxmoor, the younger of the two, was founded in 1968 by a school.
Wherrydale counts 412 members, 60 of them juniors. Oxmoor has 280 members, and in May it let 34 members go.
The attendance rate was 71.5% at Wherrydale and 64% at Oxmoor.

Wherrydale owns 31 boats and Oxmoor owns about 12 boats.
Wherrydale's launches burned 4,200 litres of petrol in 2024, while Oxmoor used 1,900 litres of petrol in 2024.
Both clubs store their boats in the old mill.
Each boat costs between EUR 9,000 and EUR 14,000, and the river is 3 to 5 metres deep.
In 2026 Wherrydale would add a landing stage with 90 berths; today it has 40 berths.

The ebb lasts 40 minutes at the bridge, and visitors at the regatta fell from 900 in 2014 to 650 in 2024.

## The money

Under the town's plan the mooring tax rate would go to 1.2%.
In the year to 31 March 2025 the ferry's takings climbed 14% to EUR 75,000.

Wherrydale's revenue in 2024 was EUR 310,000. In the first half of 2024 Oxmoor's revenue came to EUR 190,000.
The takings of the boat hire in the first half of 2025 were large, with a rise of 9% to EUR 41,000.
The garden of Oxmoor opened in 2023, and at Wherrydale the takings of the tea room were EUR 8,000.
The landing stage costs EUR 60,000 and opens in 2027.
Alma Tern owns 12% of the boathouse company and Piet Rask owns 9.5% of it.
Odile Sarn holds 51% of the voting rights in the ferry company but owns only 20% of its shares.
"""


@pytest.fixture(scope="module")
def bot(embedder, tmp_path_factory):
    folder = tmp_path_factory.mktemp("clubs")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "clubs.md").write_text(ARTICLE, encoding="utf-8")
    build(corpus.read(folder / "corpus").documents, at=folder / "index", embedder=embedder)
    spans = SpanReader()
    with Index.open(folder / "index", fingerprint=embedder.fingerprint) as index:
        reader = OfflineReader(index, spans)
        yield Bot(Chain(HybridRetriever(index, embedder), reader, index, spans.common_words), index)


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("Which club has more members?", "Wherrydale"),  # not the 60 juniors, not the 34 who left
        ("Who has fewer members, Wherrydale or Oxmoor?", "Oxmoor"),
        ("Whose attendance rate is lower?", "Oxmoor"),
        ("Which of the two is older?", "Wherrydale"),
        ("Is Oxmoor older than Wherrydale?", "No"),
        ("Was Wherrydale founded before Oxmoor?", "Yes"),
        ("Does Oxmoor have more members than Wherrydale?", "No"),
        ("Which club burned more petrol in 2024?", "Wherrydale"),  # no money, whatever else is burned
        ("Who consumed less petrol in 2024, Wherrydale or Oxmoor?", "Oxmoor"),
        ("Does Alma Tern own more of the boathouse company than Piet Rask?", "Yes"),
    ],
)
def test_the_figure_of_each_side_decides_and_both_are_cited(bot, question, short):
    answer = bot.ask(question)
    assert answer.short == short, answer
    assert len(answer.highlights) == 2
    for document_id, start, end in answer.highlights:
        assert bot.document(document_id).text[start:end] in answer.claims[0].text


@pytest.mark.parametrize(
    ("question", "text"),
    [
        (
            "How much did the boat hire take?",
            "EUR 41,000 (first half of 2025)",
        ),  # of what the sentence speaks of
        ("How much did the tea room take?", "EUR 8,000"),  # another subject, perhaps of another time
        ("How much does the landing stage cost?", "EUR 60,000"),  # not "(2027)", when it opens
    ],
)
def test_a_figure_is_dated_by_no_period_but_its_own(bot, question, text):
    assert bot.ask(question).claims[0].text == text


def test_a_figure_of_a_financial_year_says_so(bot):
    assert "(year to 31 March 2025)" in bot.ask("How high were the ferry's takings?").claims[0].text


def test_a_hedge_stays_with_its_figure(bot):
    assert "Oxmoor: about 12" in bot.ask("Which club has more boats?").claims[0].text


def test_figures_of_different_periods_name_no_winner(bot):
    answer = bot.ask("Whose revenue is larger, Wherrydale's or Oxmoor's?")
    assert answer.short is None
    assert "first half of 2024" in answer.claims[0].text


def test_who_owns_a_part_of_it_is_not_who_owns_it(bot):
    answer = bot.ask("Who owns the boathouse company?")
    assert answer.short is None
    assert "Alma Tern owns 12%" in answer.claims[0].text


@pytest.mark.parametrize(
    "question",
    [
        "Which club has more swans?",
        "Does Oxmoor have more trophies than Wherrydale?",
        "Is Oxmoor bigger than Wherrydale?",  # by what is not said
    ],
)
def test_what_no_figure_tells_of_both_is_refused(bot, question):
    assert bot.ask(question).refusal is not None


def test_what_is_alike_is_told_by_what_is_said_of_both(bot):
    answer = bot.ask("What do the two clubs have in common?")
    assert [claim.text for claim in answer.claims] == ["Both clubs store their boats in the old mill."]


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("How deep is the river?", "3 to 5 metres"),  # a range is told whole
        ("How many berths does Wherrydale have?", "40"),  # what is, not what would be
        ("How much of the ferry company does Odile Sarn own?", "20%"),  # a vote is no share
        ("What stake does Odile Sarn hold?", "20%"),
        ("What share of the votes does Odile Sarn hold?", "51%"),
        ("How long does the ebb last?", "40 minutes"),  # no money does
        ("By how much did visitors at the regatta fall between 2014 and 2024?", "250"),
        ("What is the mooring tax rate under the town's plan?", "1.2%"),  # no exchange rate
        ("How much did the ferry's takings rise?", "14%"),  # not what they rose to
    ],
)
def test_a_bare_answer_is_whole_and_of_what_is(bot, question, short):
    assert short in bot.ask(question).short


@pytest.mark.parametrize(
    ("question", "larger"),
    [
        ("How many more members does Oxmoor have than Wherrydale?", "Wherrydale"),
        ("How many more members does Wherrydale have than Oxmoor?", None),
        ("How much higher is Oxmoor's attendance rate than Wherrydale's?", "Wherrydale"),
        ("How much lower is Oxmoor's attendance rate than Wherrydale's?", None),
    ],
)
def test_whoever_is_taken_for_the_larger_and_is_not_is_set_right(bot, question, larger):
    answer = bot.ask(question)
    assert answer.calculations
    turned = [note for note in answer.notes if "other way round" in note]
    assert len(turned) == (larger is not None)
    assert all(str(larger) in note.partition(":")[2] for note in turned)
