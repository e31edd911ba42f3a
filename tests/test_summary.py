"""A summary opens with what the article is about, and no sentence of it needs the one before."""

import pytest

from askbot.reading.summary import stands_alone

ARTICLE = """Two rivals bet on the river

HARROW, June 12, 2025. The Tarn Brewery and Kestrel Ales have shared the quay at Harrow for ninety years, and this
spring each made the biggest bet of its history.

Tarn, founded in 1894 by the cooper Elias Wend, is the larger of the two. It brewed 5.6 million litres in 2024 and
sold them in its own pubs. "We are a pub company that happens to brew," says Odile Marsh, who runs it.

Kestrel was set up in 1931 by a group of dockers and is still owned by its workers. Each of its 74 members has one
share and one vote. But profit is not what they live for.

Tarn is spending £12 million on a new bottling hall, which will fill 24,000 bottles an hour. It is to open in
March. By contrast, the other's bet is water.

Kestrel has bought the old ferry house for £850,000 and will turn it into a pub with a landing stage. The
conversion will cost a further £1.4 million.

This article is for reference purposes only and is no investment advice. Please contact us if you have any
questions or suggestions.
"""


@pytest.fixture(scope="module")
def bot(bot_on):
    """A bot over the one article."""
    return bot_on(ARTICLE)


@pytest.mark.parametrize("question", ["What is this article about?", "Summarise the article", "tl;dr"])
def test_it_opens_with_the_lead_names_both_and_goes_on_from_nothing(bot, question):
    told = [claim.text for claim in bot.ask(question).claims]
    assert "The Tarn Brewery and Kestrel Ales have shared the quay" in told[0]
    assert 3 <= len(told) <= 5
    assert any(text.startswith("Tarn") for text in told) and any(text.startswith("Kestrel") for text in told)
    assert all(stands_alone(text) for text in told)
    assert not any("advice" in text or "contact us" in text for text in told)


@pytest.mark.parametrize(
    ("sentence", "alone"),
    [
        ("On 9 September 2025 its board approved a second quay.", False),
        ("On a night when half the audience kept its coats on, the council voted.", True),
        ("A year earlier Arn had lost $29.7 million.", False),
        ("Arn says its plant would use less water.", True),
        ('"Beer we know, boats we don\'t," said Brandt.', False),
        ("Who will pay for it?", False),
    ],
)
def test_a_sentence_stands_alone_where_nothing_in_it_points_back(sentence, alone):
    assert stands_alone(sentence) is alone
