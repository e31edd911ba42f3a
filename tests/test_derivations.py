"""What follows from the figures of one sentence, asked in other words than it uses; and what must not be read instead."""

from decimal import Decimal

import pytest

from askbot.demands import Demand, demand_of, met

ARTICLE = """The library of Ostrand lends out more than ever

The library of Ostrand has 320 members, 80 of them children.
It lent 24,000 books in 2024, after 20,000 in 2023.
Only 1,150 people came to its readings, 50 fewer than in the year before.
The fee rose from $12 to $15.
The roof, which cost $90,000, covers 600 square metres.
Adults' novels account for 46% of the loans, picture books for 19%.
Its head, Marit Sund, was born in 1970 and took office in 2012.
The mobile library has signed a lease of 12 years at $4,000 a year.
"""
DERIVED = [
    ("What share of the library's members are children?", "25", "%"),
    ("By how many percent did the number of books lent grow in 2024?", "20", "%"),
    ("How many more books than in the year before did the library lend in 2024?", "4000", "book"),
    ("How many people came to the readings a year earlier?", "1200", "person"),
    ("By what percentage did the fee go up?", "25", "%"),
    ("What did one square metre of the roof cost?", "150", "USD/m²"),
    ("What share of the loans were neither novels nor picture books?", "35", "%"),
    ("How old was Marit Sund when she took office?", "42", "year"),
    ("What does the lease of the mobile library come to over its whole term?", "48000", "USD"),
]
NOT_READ = [
    "How much does one shelf in the library cost?",
    "How many members did the library have a year ago?",
    "By how many members did the library grow?",
    "How many books did the library lend per reader?",
]


@pytest.fixture(scope="module")
def bot(bot_on):
    """A bot over the one article."""
    return bot_on(ARTICLE)


@pytest.mark.parametrize(("question", "value", "unit"), DERIVED)
def test_the_figures_of_one_sentence_are_worked_out(bot, question, value, unit):
    """Each operand is cited, and the value is exact."""
    answer = bot.ask(question)
    assert answer.refusal is None, answer.refusal
    (calculation,) = answer.calculations
    assert (abs(Decimal(calculation.result.value)), calculation.result.unit) == (Decimal(value), unit)
    assert all(operand.citation is not None for operand in calculation.operands.values())


@pytest.mark.parametrize("question", NOT_READ)
def test_a_figure_that_the_answer_would_be_made_of_is_not_given_for_it(bot, question):
    """Computed or refused, never the nearest figure."""
    assert bot.ask(question).refusal is not None


def test_a_printed_figure_is_still_read(bot):
    """What is asked for as it stands needs no calculation."""
    assert bot.ask("How many members does the library of Ostrand have?").short.startswith("320")


WANTED = [
    ("How old was she when it opened?", Demand.AGE),
    ("How many days passed between the two?", Demand.TIME),
    ("By how many percent did it grow?", Demand.CHANGE),
    ("What share of it is sold?", Demand.SHARE),
    ("What share of it is neither sold nor kept?", Demand.REST),
    ("How much cheaper is it than the other?", Demand.DIFFERENCE),
    ("What was it in the previous year?", Demand.BEFORE),
    ("What does one ton cost?", Demand.EACH),
    ("How many are there altogether?", Demand.TOTAL),
    ("How many members does it have, per insiders?", Demand.NONE),
    ("How many members are there?", Demand.NONE),
]


@pytest.mark.parametrize(("question", "demand"), WANTED)
def test_a_question_says_what_it_wants_done(question, demand):
    """A few words say it, whatever the figures are of."""
    assert demand_of(question) is demand


def test_a_figure_meets_a_demand_where_its_sentence_prints_the_outcome():
    """The difference itself does, neither of the two that differ."""
    sentence = "It has 90 seats, 20 more than before."
    asked = "How many more seats does it have?"
    assert met(demand_of(asked), asked, sentence, "20") and not met(demand_of(asked), asked, sentence, "90 seats")


TWO_CHAINS = """Two chains of shops

Brenvik runs 200 shops, 150 of them its own and the rest franchised.
Brenvik's revenue rose to €48 million in 2024 from €36 million in 2023, and the net loss narrowed to €27 million from €33 million.
It employs 320 people, 80 of them in research, and it opened 12 shops last year.
It has €9 million in cash and debts of €4 million.
To pay for the warehouse, Brenvik will borrow €8 million at an interest rate of 5%.
Repairing the warehouse would take €3.4 million, and a new one would cost €8.5 million.
In a poll in May, 1,250 of 2,000 customers asked were for longer hours and 500 for shorter ones.
The lease of the warehouse was signed on 1 March 2026 and runs from 31 March 2026.

Tolland's debts came to €7 million, and it has 900 employees. It paid a fine of €72 million last year.
The new hall of Tolland is to cost €45 million.
"""
SHORT = [
    ("What share of Brenvik's shops are franchised?", "25%"),
    ("How many of Brenvik's shops are franchised?", "50 shops"),
    ("What share of the customers asked were for longer hours?", "62.5%"),
    ("What percentage of Brenvik's staff works in research?", "25%"),
    ("What is Brenvik's revenue per employee?", "€150,000"),
    ("What was Brenvik's net margin in 2024?", "-56.25%"),
    ("How much did Brenvik's loss shrink in 2024?", "€6 million"),
    ("What is Brenvik's net cash?", "€5 million"),
    ("What is the combined debt of Brenvik and Tolland?", "€11 million"),
    ("What interest will Brenvik pay a year on the loan?", "€400,000"),
    ("How much more expensive is a new warehouse than a repair?", "€5.1 million"),
    ("How long does it take from the signing of the lease to its beginning?", "30 days"),
]


@pytest.fixture(scope="module")
def chains(bot_on):
    """A bot over the two chains."""
    return bot_on(TWO_CHAINS)


@pytest.mark.parametrize(("question", "short"), SHORT)
def test_the_right_figures_of_two_firms_are_taken(chains, question, short):
    answer = chains.ask(question)
    assert (answer.short or "").startswith(short), answer


@pytest.mark.parametrize(
    "question",
    [
        "How much does Tolland itself pay for the new hall?",
        "How long will it take to build the new hall?",
    ],
)
def test_what_all_pay_or_a_day_is_no_answer(chains, question):
    assert chains.ask(question).refusal is not None
