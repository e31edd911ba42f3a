"""What stands near a question's words and is of the contrary, of another thing, of another time: no answer."""

import pytest

from askbot.question import parse
from askbot.reading import degrees, manner, roles, saying, tense, votes
from askbot.reading.dealings import counts_others, is_other_party, of_the_others
from askbot.reading.doubts import contrary, no_thing, of_another_measure
from askbot.reading.kinds import untyped
from askbot.reading.outcomes import a_bound

ARTICLE = """---
title: Sund council votes for a cable car
published: 2025-03-19
---

Sund council votes for a cable car

Three members abstained. The 3-kilometre line will have five stops. An earlier plan was dropped in 2016.
That line would have been two kilometres long.
The next step is a hearing, which is likely to last six weeks.
A labour court is to rule on the foreman's dismissal in December.
The works at Arn employ 420 people and last built a cabin in 1961.
The firm Halden sold its winch unit to Nordlin for €8 million in February.
Passes for the season start at €90, the club Rask said. The club has sold 1,600 of them, 400 more than a year ago.
Trade slipped 2%, hurt by weak demand and by a strike at the yard.
Halden sued Nordlin in May, saying that an engineer had copied 300 drawings.
Pupils were asked to rest at 4 p.m. on each working day; the others were not.
The figure of Bel was taken by sailors in 1884 and sold to the museum two years later. It opened last October.
Nobody was killed, but 17 of the 134 people on board were hurt, three of them badly.
"We failed our guests and our crew," said Halden's managing director Turid Haug.
Halden is to close a yard after the chain Orr decided to build its own boats, the company said.
Orr will keep its shop, Vanno, which grew by 12% last year to €96 million.
Olaf Brandt founded the shop with his sister Tiril, a baker.
Halden also owns the ferry Bero, a hotel and 30% of the inn.
"""


@pytest.fixture(scope="module")
def bot(bot_on):
    """A bot over the one article."""
    return bot_on(ARTICLE)


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("How long is the line?", "3-kilometre"),
        ("Why did trade slip?", "weak demand and by a strike at the yard"),
        ("Why did Halden sue Nordlin?", "an engineer had copied 300 drawings"),
        ("What time did they rest?", "4 p.m."),
        ("When was the figure of Bel sold to the museum?", "two years later"),
        ("How many people were hurt?", "17"),
        ("Who is Halden's managing director?", "Turid Haug"),
        ("Why is Halden closing a yard?", "the chain Orr decided to build its own boats"),
        ("How many passes has the club sold?", "1,600"),
        ("How much did Vanno grow last year?", "12%"),
        ("Who founded Vanno?", "Olaf Brandt founded the shop with his sister Tiril"),
        ("What else does Halden own?", "the ferry Bero, a hotel and 30% of the inn"),
    ],
)
def test_the_one_asked_for_is_told(bot, question, short):
    assert (bot.ask(question).short or "").startswith(short)


@pytest.mark.parametrize(
    "question",
    [
        "How many members voted against it?",
        "How long did the debate last?",
        "When did the court rule?",
        "How many people were killed?",
        "Who took the winch?",
        "How many cabins did the works build in 1961?",
    ],
)
def test_what_is_of_something_else_is_not(bot, question):
    assert bot.ask(question).short is None


@pytest.mark.parametrize(
    ("question", "text", "figure", "other"),
    [
        ("How many subscribe now?", "It added 90 shops, taking the total to 400.", "90", True),
        ("How many subscribe now?", "It added 90 shops, taking the total to 400.", "400", False),
        ("How many shops did it add?", "It added 90 shops, taking the total to 400.", "90", False),
        ("What is its budget now?", "Its budget is to be doubled to €6 million.", "€6 million", True),
        ("What will its budget be?", "Its budget is to be doubled to €6 million.", "€6 million", False),
    ],
)
def test_what_came_on_top_or_is_to_be_is_not_there_now(question, text, figure, other):
    assert manner.not_now(parse(question), text, text.index(figure)) is other


def test_when_it_closed_is_not_when_it_opened():
    text = "The engineer left Halden in 2018 and became head of the yard at Nordlin; it sold him a flat in 2019."
    assert contrary(parse("When did she join Nordlin?"), text, text.index("2018"))
    assert not contrary(parse("When did she leave Halden?"), text, text.index("2018"))
    assert not contrary(parse("When did he buy the flat?"), text, text.index("2019"))


def test_what_was_added_is_not_what_there_is():
    text = "It had added 14 customers since May and now served 260."
    asked = parse("How many customers did it add?")
    assert manner.not_added(asked, text, text.index("260"))
    assert not manner.not_added(asked, text, text.index("14"))
    hired = "It has since hired 24 officers."
    assert manner.not_now(parse("How many officers does it employ?"), hired, hired.index("24"))
    assert not manner.not_now(parse("How many officers did it hire?"), hired, hired.index("24"))


def test_what_she_became_is_not_what_she_did_before():
    asked = parse("What did she do before?")
    assert manner.not_before(asked, "She became chief executive in May.", 11)
    assert not manner.not_before(asked, "She had previously run a dairy.", 19)


def test_a_thing_is_no_figure():
    text = "The firm, which makes cakes, grew by 12% to £96 million."
    start = text.index("£96")
    assert no_thing(parse("What does the firm make?"), text, start, start + len("£96 million"))
    assert not no_thing(parse("What did the firm make last year?"), text, start, start + len("£96 million"))


def test_a_date_is_that_of_the_verb_before_it():
    text = "She left Arn in 2018 and joined Bero six months later."
    assert tense.of_what_came_before(parse("When did she join Bero?"), text, text.index("2018"))
    assert not tense.of_what_came_before(parse("When did she leave Arn?"), text, text.index("2018"))
    assert not untyped(parse("When did she join Bero?"), "six months later")
    assert untyped(parse("When did she join Bero?"), "six boats")


def test_who_did_it_is_not_told_of_what_was_done():
    asked = parse("Who switched off the alarm?")
    assert roles.untold(asked, "The captain says that the alarm had been switched off.", 11)
    assert not roles.untold(asked, "The alarm had been switched off by the captain.", 46)


def test_of_17_of_134_that_were_hurt_134_were_not():
    text = "Nobody was killed, but 17 of the 134 people on board were hurt."
    assert of_the_others(parse("How many people were hurt?"), text, text.index("134"))
    assert not of_the_others(parse("How many people were on board?"), text, text.index("134"))
    assert of_the_others(parse("How many people were killed?"), text, text.index("17"))


def test_what_it_is_held_against_is_not_that():
    text = "It will pay 22 cents, 2 cents more than a year ago."
    assert manner.held_against(parse("How much did it pay a year ago?"), text, text.index("22"))
    assert not manner.held_against(parse("How much will it pay?"), text, text.index("22"))


def test_what_would_have_been_never_was():
    text = "That line would have cost €310 million."
    assert manner.given_up(parse("How much will the line cost?"), text, text.index("€310"))
    assert not manner.given_up(parse("How much would that line have cost?"), text, text.index("€310"))


@pytest.mark.parametrize(
    ("question", "name", "other"),
    [
        ("Who bought the mill?", "Arn", True),
        ("Who bought the mill?", "Bero", False),
        ("Who sold the mill?", "Bero", True),
        ("Who sold the mill?", "Arn", False),
    ],
)
def test_the_buyer_is_not_the_seller(question, name, other):
    text = "In May Arn sold the mill to a group led by Bero."
    at = text.index(name)
    assert is_other_party(parse(question), text, at, at + len(name)) is other


def test_the_ten_of_nine_out_of_ten_counts_nobody():
    text = "Nine out of ten women took part."
    assert counts_others(parse("How many women took part?"), text, text.index("ten"))


def test_how_long_it_lasted_is_of_what_is_asked_about():
    assert degrees.of_another_event(parse("How long did the debate last?"), {"debat": 0.0, "last": 1.0})
    assert not degrees.of_another_event(parse("How long did the debate last?"), {"debat": 0.7, "last": 1.0})


def test_a_lone_side_of_a_vote_is_not_the_other():
    assert votes.of_another_side(parse("How many voted against it?"), "Four members abstained.", 0)
    assert not votes.of_another_side(parse("How many abstained?"), "Four members abstained.", 0)


def test_a_figure_keeps_its_hedge_and_its_age():
    text = "It would be closer to €900 million for the 44-year-old."
    start = text.index("€900")
    assert text[slice(*saying.said(text, (), start, start + len("€900 million")))] == "closer to €900 million"
    start = text.index("44")
    assert text[slice(*saying.said(text, (), start, start + len("44-year")))] == "44-year-old"


def test_a_share_of_people_may_answer_how_many():
    assert not untyped(parse("How many people wanted it?"), "41%")
    assert untyped(parse("How many boats does it have?"), "41%")


SCHOOLS = """---
title: Two sailing schools on one lake
published: 2025-07-07
---

Two sailing schools on one lake

The Gull Cup was won by Petra Olin in 2019 and 2021; the year between it was not held.
The sailing school Corvo, which Inga Moe runs, employs 310 people, 190 of them in Corvo and the rest in Sarn.
It teaches 4,000 pupils a year, against 9,000 at Tarn, and has just bought a crane for €80,000.
The rowing club Bero in Sarn has 45 employees. The association's seat is there.
Its head of training, Dag Ruud, wrote a letter to the association.
The hall at the lake had 52,000 guests last year; the hall in Sarn drew 71,000.
Ole Ruud sold the hut to a club of anglers in Sarn for €9,000.
Ebba Krog, 61, sails twelve boats.
A sail can be had mended for €35 at the yard, whose budget comes from the county.
Tarn has €6 million in cash and no debt. Another school, Rusk, kept its seven, and has had no accidents.
Before the storm the share of wooden boats was 20%. After the storm the school moved 60% of its pupils to plastic boats.
The school's old lighthouse won the Harbour Prize at Sund in June.
Krog flew to Sund with her cousin Runa, who speaks Latvian.
Dag Ruud, a plumber, drew the map. The coach missed the regatta, his car having broken down.
The trainer Lars Vik withdrew from the race with a fever.
The new chapter of the guide is about a whale.
"""


@pytest.fixture(scope="module")
def schools(bot_on):
    """A bot over an article with two schools, two halls and several people."""
    return bot_on(SCHOOLS)


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("Who won the Gull Cup in 2021?", "Petra Olin"),
        ("How many employees does Corvo have?", "310"),
        ("How many people work for Corvo?", "310"),
        ("How many pupils does Corvo teach a year?", "4,000"),
        ("How many guests did the hall in Sarn have?", "71,000"),
        ("Who bought the hut?", "a club of anglers in Sarn"),
        ("How many boats does Ebba Krog sail?", "twelve"),
        ("What does it cost to get a sail mended?", "€35"),
        ("How many accidents has Rusk had?", "no accidents"),
        ("What share of boats was wooden before the storm?", "20%"),
        ("Why did Lars Vik withdraw from the race?", "fever"),
        ("What is the new chapter about?", "a whale"),
    ],
)
def test_what_a_sentence_says_in_other_words_is_told(schools, question, short):
    assert (schools.ask(question).short or "").removeprefix("a ") == short.removeprefix("a ")


@pytest.mark.parametrize(
    "question",
    [
        "How many members does Bero have?",
        "Who heads the association?",
        "Who won the Gull Cup in 2020?",
        "Does Ebba Krog speak Latvian?",
        "What did Dag Ruud's wife do?",
        "What did the lighthouse win at Orvik?",
        "Why did Ole Ruud sell the hut?",
    ],
)
def test_nor_is_what_is_said_of_another(schools, question):
    assert schools.ask(question).short is None


def test_who_is_said_to_have_none_has_none(schools) -> None:
    assert schools.ask("What debt has Tarn?").short == "no"


PEOPLE = """---
title: The choir of Elmsk and its rival
published: 2025-03-03
---

The choir of Elmsk and its rival

From May the choir of Elmsk will be led by the Dane Astrid Holm, 41. She sang in Ribe for eight years.
Her first record came out in 2010. She will earn €30,000 a year, a third less than Ek, and lead nine tours a season.
It was founded in 2002 by Oda Lind, who used to mend organs, and Bo Ruud, a baker.
Brask, an Orvik firm that lends robes, has ordered forty new robes for the choir. Its shares fell 4% on Friday.
Its chairman, Per Nagel, said he was glad.
Of the singers, 23 of the 31 voted for the tour. Ruud lost six of his nine cats, and kept three.
The rival choir rehearses in a former stable; the plague came to Elmsk from Sund in 1904.
The city council, which pays 70% of the budget, is against the tour. Its chief clerk, Dr Eva Moe, will decide.
The Sund firm Tarvo has threatened to sue the choir.
The tonic Rux needs two spoons a day. Brask takes six bicycles on each tour, while Orrin takes none.
Orrin makes whistles. The school promised to buy 600 whistles.
"""


@pytest.fixture(scope="module")
def people(bot_on):
    """A bot over an article that goes on about people with "she" and "its"."""
    return bot_on(PEOPLE)


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("How much will Astrid Holm earn?", "€30,000"),
        ("Who founded the choir?", "Oda Lind, who used to mend organs, and Bo Ruud"),
        ("Where is Brask based?", "Orvik"),
        ("How many robes has Brask ordered?", "forty"),
        ("Who is the chairman of Brask?", "Per Nagel"),
        ("Where does the rival choir rehearse?", "a former stable"),
        ("Where did the plague come from?", "Sund"),
        ("Who pays most of the budget?", "city council"),
        ("What is Eva Moe's job?", "chief clerk"),
    ],
)
def test_whom_a_pronoun_goes_on_about_is_told_of(people, question, short):
    assert (people.ask(question).short or "").removeprefix("The ").startswith(short)


@pytest.mark.parametrize(
    "question",
    [
        "How effective is Rux?",
        "Which whistles will the school buy?",
        "Was the council for or against the tour?",
        "Why will Holm earn less than Ek?",
        "Does Orrin take bicycles?",
    ],
)
def test_nor_is_a_figure_or_a_yes_that_answers_something_else(people, question):
    assert people.ask(question).short in (None, "No")


def test_the_bound_that_a_question_sets_is_not_its_answer():
    asked, text = parse("How many of the islands have fewer than 100 inhabitants?"), "Nine have fewer than 100."
    assert a_bound(asked, text, 10, 24)
    assert not a_bound(asked, text, 0, 4)


def test_those_who_voted_are_not_all_of_them(people):
    assert people.ask("How many singers voted for the tour?").short in (None, "23")
    assert people.ask("Has Tarvo sued the choir?").short is None
    assert of_another_measure(parse("How much will it raise?"), "12%", 0, 3)
    assert not of_another_measure(parse("By how much will it raise prices?"), "12%", 0, 3)
    assert people.ask("How many cats did Ruud have left?").short in (None, "three", "3 cats")
