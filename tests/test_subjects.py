"""Whom an article is about, and of whom a section speaks where its sentences name nobody."""

import pytest

from askbot.reading import evidence

ARTICLE = """Two boxes on wheels

Tessal and Brivia both open their books in June.
Tessal was first. Tessal took DKK 90 million in June, and DKK 80 million the year before.

A Danish prospectus
Tessal builds carts in Orvik and says that Tessal alone can.
Half of them go abroad. The rest stay.
The harbour is near. It rains there.
At the end of June there was DKK 36 million in the bank.
It spends DKK 3 million a month.
"Wait," says Ada Rask. Rask is an optimist. In June Rask was in Oslo. Few know that Rask sings.

The other one
Brivia is smaller. In June Brivia lost a customer. Some think that Brivia is slow. Others like Brivia.
At the end of June there was DKK 50 million in the bank, and it spends DKK 5 million a month.
"""


@pytest.fixture(scope="module")
def bot(bot_on):
    """A bot over the one article."""
    return bot_on(ARTICLE)


def test_an_article_is_about_names_and_not_about_a_currency_or_a_month(bot):
    library = bot.chain.library
    profile = evidence.profile(library.documents()[0], library)
    assert profile.subjects == {"tessal", "brivia", "rask"}
    assert profile.people == {"rask"} and set(profile.main) == {"Tessal", "Brivia"}


OPENING = """Rival pills: Corvena and Lumis race each other

Corvena had 410 million francs in cash in March and spends 12 million francs a month.
Lumis had £95 million and spends £5 million. In April Lumis moved.
Corvena was founded in 2008, Lumis in 2015. Corvena has 520 people.
"""


def test_whoever_the_title_names_is_a_subject_though_it_opens_every_sentence_that_it_stands_in(bot_on):
    bot = bot_on(OPENING)
    library = bot.chain.library
    assert "corvena" in evidence.profile(library.documents()[0], library).subjects
    assert bot.ask("How long will Lumis's cash last?").short is None


@pytest.mark.parametrize(("firm", "months"), [("Tessal", "12 months"), ("Brivia", "10 months")])
def test_a_section_speaks_of_the_one_firm_that_it_has_named(bot, firm, months):
    assert bot.ask(f"How long will {firm}'s cash last?").short.startswith(months)
