from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from askbot.calculator import evaluate
from askbot.grounding import faults, ground
from askbot.types import Answer, Citation, Claim, Document, Quantity, RefusalReason

TEXT = "Quillon Ferries had cash of $9.5 million in March 2024. Dana Reyes runs it. It burns $2 million a month."
DOCUMENT = Document("quillon", "Quillon", TEXT, "self-written", "hash")


def quote(words):
    start = TEXT.index(words)
    return Citation("quillon", "Quillon", "", words, start, start + len(words), "hash")


CASH = quote("Quillon Ferries had cash of $9.5 million in March 2024.")


def asked(*claims, short=None):
    return Answer("q", "q", short=short, claims=claims)


def test_a_claim_whose_figures_and_names_stand_in_its_quote_is_kept():
    answer = asked(Claim("Quillon Ferries had $9.5 million", (CASH,)), short="$9.5 million")
    assert ground(answer, lambda _: DOCUMENT) == answer


def test_a_figure_that_the_quote_does_not_hold_drops_its_claim_and_leaves_the_others():
    good, bad = Claim("$9.5 million", (CASH,)), Claim("$9.6 million", (CASH,))
    assert ground(asked(good, bad), lambda _: DOCUMENT).claims == (good,)


def test_with_nothing_left_the_answer_becomes_a_refusal():
    refused = ground(asked(Claim("Orvella had $9.5 million", (CASH,))), lambda _: DOCUMENT)
    assert refused.refusal is not None
    assert refused.refusal.reason is RefusalReason.NO_EVIDENCE


def test_a_quote_that_differs_from_its_document_by_one_letter_is_a_fault():
    wrong = replace(CASH, quote=CASH.quote.replace("cash", "cast"))
    assert faults(Claim("cash", (wrong,)), lambda _: DOCUMENT)


def test_a_quote_of_another_version_of_the_text_is_a_fault():
    assert faults(Claim("cash", (replace(CASH, sha256="older"),)), lambda _: DOCUMENT)


def test_a_result_of_the_calculation_may_be_said_and_any_other_figure_may_not():
    cash = Quantity(Decimal("9500000"), "USD", "$9.5 million", citation=CASH)
    burn = Quantity(Decimal("2000000"), "USD/month", "$2 million", citation=quote("It burns $2 million a month."))
    worked = evaluate("cash / burn", {"cash": cash, "burn": burn}, name="runway")
    assert not faults(Claim(f"{worked.result.rounded} months", (), worked), lambda _: DOCUMENT)
    assert faults(Claim("4.9 months", (), worked), lambda _: DOCUMENT)


@given(st.integers(0, 10**6))
def test_no_integer_but_those_of_the_quote_ever_passes(number):
    passes = not faults(Claim(f"It is {number}", (CASH,)), lambda _: DOCUMENT)
    assert passes == (str(number) == "2024")
