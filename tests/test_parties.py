"""Whose, of which time and for how many a figure is that a calculation takes: of two firms told of side by side."""

import pytest

ARTICLE = """Two carriers and a cooperative

Aurelia Air and Norsund Wings share an airport.

Aurelia carried 1.6 million passengers in 2025. It flies 16 aircraft, 10 of them leased.
Turnover came to €240 million, an increase of 20%, and operating profit to €19.2 million, after an operating loss of €4 million in 2024.
The airline employs 1,200 people, of whom 300 are pilots.
It opened 14 lounges last year. It has ordered five jets at a list price of $46 million each.

Norsund carried 920,000 passengers in 2025. Turnover fell to €160 million from €175 million, and the operating loss widened to €12.8 million.
Norsund had €36 million in cash at the end of 2025, and it is losing €4 million a month. In January it agreed a loan of €8 million.
A ticket to Oslo costs €89 with Aurelia and €112 with Norsund.
Of 2,000 complaints that the regulator received about the two, 1,500 concerned Norsund.

Dolna took €11 million from wine and €1.4 million from its hotel. The hotel has 28 rooms.
The growers of Dolna want to buy 60 wind machines at €42,000 apiece. The ministry will bear 55% of it.
Dolna's film cost €24 million, and it spent another €9 million on advertising.
Corvita's revenue reached €176 million in 2025 (2024: €160 million). Corvita treated 880,000 people.
Corvita expects revenue to grow by 8% in 2026. A monthly pass costs €64 at Corvita.
Corvita's staff fell from 240 to 200 in 2025. Two out of three of Corvita's clients are over 60.
Corvita was launched in March 2016 and Medara in September 2018. Corvita's marketing cost €18 million and Medara's €4 million.
A new ward at Corvita will take 62,000 patients a year, 24% more than the present one.
The friends of Corvita have collected €260,000 so far; their goal is €400,000.
Northby had income of €148 million and costs of €153 million in 2025. Southby's income was €101 million; it spent €99 million.
Northby published 11 maps last year. An employee of Northby is paid on average. The city will cut its grant to Southby by 15% from May.
The 48 employees of Southby cost it €1.92 million. A new wing at Northby will have 600 beds.
Ostkalk's headcount went down from 1,020 to 960 last year.
Ostkalk's new kiln will cost €380 million, of which the EU contributes €152 million and the state €95 million; Ostkalk pays the remainder.
Hearthmag's revenue came to €11.4 million. Subscriptions brought in €8 million of this, advertising €2.4 million and events the rest.
Ferris expects 40,000 visitors over five days; Merrowby reckons with 36,000 over four.
A year's membership costs €180 at the club of Ferris. Ferris has 62 staff, up from 58.
Saltaire's sales of £4.2 million were 5% higher than the year before. Malt has become dearer: Saltaire paid £610 a tonne in 2025.
The Conneely family owns 60% of Skelligo. Skelligo received an offer of €9 million for the whole company. One euro is worth £0.85.
Corvita had net debt of €90 million at the end of the year. EBITDA was €30 million.
"""  # noqa: E501
WORKED_OUT = [
    ("What is Norsund's operating margin?", "-8%"),
    ("What is Aurelia's operating margin?", "8%"),
    ("What is the turnover per passenger at Aurelia?", "€150"),
    ("What share of Aurelia's employees are pilots?", "25%"),
    ("How much cheaper is a ticket to Oslo with Aurelia than with Norsund?", "€23"),
    ("What is the list price of Aurelia's jets in total?", "$230 million"),
    ("How much do the 60 wind machines cost in total?", "€2.52 million"),
    ("How much did Dolna's film cost including advertising?", "€33 million"),
    ("By what percentage did Corvita's revenue grow in 2025?", "10%"),
    ("What is Corvita's net debt to EBITDA ratio?", "3 times"),
    ("What revenue does Corvita expect for 2026?", "€190.08 million"),  # 8% more than in 2025
    ("How long will Norsund's cash last with the loan?", "11 months"),
    ("What is Corvita's revenue per employee?", "€880,000"),
    ("How much older is Corvita than Medara?", "30 months"),
    ("How many patients can the present ward take?", "50,000"),
    ("How much do the friends of Corvita still have to collect?", "€140,000"),
    ("How much does Ostkalk itself pay for the new kiln?", "€133 million"),
    ("How much did Hearthmag earn from events?", "€1 million"),
    ("How many visitors a day does Ferris expect?", "8,000"),
    ("What would the Conneely family get from the sale?", "€5.4 million"),
    ("What was Northby's deficit in 2025?", "€5 million"),
    ("What was Southby's surplus?", "€2 million"),
    ("What does an employee of Southby cost on average?", "€40,000"),
    ("What share of Corvita's clients are over 60?", "Two out of three"),
    ("What were Saltaire's sales in 2024?", "£4 million"),
]
REFUSED = [
    "How much did Saltaire spend on malt in 2025?",
    "By what percentage did Ostkalk's output fall?",
    "How much does the club of Ferris take in from its members?",
    "How much do Hearthmag's subscribers pay in total?",
    "What was Northby's surplus in 2025?",
    "How many maps did the two publish in total?",
    "How much will the grant to Southby be after the cut?",
    "What is Northby's income per bed?",
    "How many people work at Medara?",
    "How much older is Medara than Norsund?",
    "How many lounges did Aurelia have a year earlier?",
    "How much does Corvita make from passes in a month?",
    "What was Aurelia's turnover in 2024?",
    "How much of the wind machines does the bank pay?",
    "What share of Dolna's revenue comes from its hotel?",
]


@pytest.fixture(scope="module")
def bot(bot_on):
    """A bot over the one article."""
    return bot_on(ARTICLE)


@pytest.mark.parametrize(("question", "short"), WORKED_OUT)
def test_each_operand_is_of_whom_and_what_is_asked_about(bot, question, short):
    answer = bot.ask(question)
    assert (answer.short or "").startswith(short), answer


@pytest.mark.parametrize("question", REFUSED)
def test_no_figure_near_by_is_told_instead(bot, question):
    answer = bot.ask(question)
    assert answer.refusal is not None, answer.short
