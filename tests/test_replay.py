"""A recorded calculation gives the same bytes again, or says what differs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from askbot import render
from askbot.calculator import arithmetic, evaluate
from askbot.cli import run
from askbot.errors import CalculationError
from askbot.quantities import find
from askbot.replay import records, replay
from askbot.types import Answer, Calculation, Claim, Quantity


def answer_json(calculation: Calculation) -> dict:
    """The contract's JSON of an answer that is this calculation."""
    return render.to_json(Answer("q", "q", short=calculation.result.rounded, claims=(Claim("c", (), calculation),)))


def quantity(text: str) -> Quantity:
    (figure,) = find(text)
    return figure


RUNWAY = evaluate("years(cash / burn)", {"cash": quantity("$90.5 million"), "burn": quantity("$7 million a month")})


@pytest.mark.parametrize(
    "typed",
    ["12000 / 2500", "15% of 80.4 million", "€30 / 7 users", "2 ^ 10 - 5", "$1.2 billion / $37 million a month"],
)
def test_what_was_printed_comes_out_again(typed: str):
    """An answer's JSON, on one line or indented, and one calculation out of it, come back byte for byte."""
    calculation = arithmetic(typed)
    assert calculation is not None
    answer = answer_json(calculation)
    for record in (answer, answer["calculations"][0]):
        for text in (json.dumps(record, ensure_ascii=False), json.dumps(record, indent=2), json.dumps(record)):
            again = replay(text)
            assert (again.text, again.calculations, again.differences) == (text, 1, ())


def test_a_constant_and_a_further_remark_stay():
    """The 12 months of a year are worked out anew; a remark that is not the calculator's is carried over."""
    record = answer_json(RUNWAY)["calculations"][0]
    assert "months_in_year" in record["operands"]
    record["notes"].append("The article itself says 13 months.")
    assert replay(json.dumps(record)).differences == ()
    record["operands"]["months_in_year"]["value"] = "13"
    (difference,) = replay(json.dumps(record)).differences
    assert "operands.months_in_year.value" in difference and "'12'" in difference


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("result", "value"), "1.07"),
        (("result", "unit"), "month"),
        (("result", "rounded"), "1.1"),
        (("operands", "cash", "value"), "90500001"),
        (("operands", "burn", "unit"), "USD/quarter"),
        (("expression",), "years(cash / burn) * 2 / 2 * burn / burn / (cash / cash) - years(cash / burn)"),
    ],
)
def test_what_was_tampered_with_is_told(path: tuple[str, ...], value: str):
    """Whichever field of the arithmetic is changed, the record doesn't come out again."""
    record = answer_json(RUNWAY)["calculations"][0]
    place = record
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value.replace("* 2 / 2 ", "")
    again = replay(json.dumps(record))
    assert again.differences and again.text != json.dumps(record)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "3",
        "nonsense",
        "[" * 100_000,
        '{"a":' * 400 + "1" + "}" * 400,
        '{"calculations": [3]}',
        '{"expression": "a", "name": "x"}',
        '{"expression": "a", "name": "x", "operands": {"a": 3}}',
        '{"expression": "a", "name": "x", "operands": {"a": {"value": 3, "unit": ""}}}',
        '{"expression": "a", "name": "x", "operands": {"a": {"value": "1e999999999", "unit": ""}}}',
        '{"expression": "a", "name": "x", "operands": {"a": {"value": "NaN", "unit": ""}}}',
        '{"expression": "a", "name": "x", "operands": {"a": {"value": "three", "unit": ""}}}',
        '{"expression": "a", "name": "x", "operands": {"a": {"value": "3", "unit": "", "origin": "heaven"}}}',
        '{"expression": "__import__(a)", "name": "x", "operands": {"a": {"value": "3", "unit": ""}}}',
        '{"expression": "' + "(" * 10_000 + '", "name": "x", "operands": {}}',
        '{"expression": "a^9^9^9", "name": "x", "operands": {"a": {"value": "9", "unit": ""}}}',
        '{"expression": "a", "name": "x", "operands": {"a": {"value": "' + "9" * 5000 + '", "unit": ""}}}',
    ],
)
def test_what_is_no_record_is_a_typed_error(text: str):
    """Hostile or broken input is refused with a reason and a remedy."""
    with pytest.raises(CalculationError) as refused:
        replay(text)
    assert refused.value.message and refused.value.remedy


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
near_records = st.fixed_dictionaries(
    {"name": json_values, "expression": st.sampled_from(["a", "a / a", "sum(a)"]) | json_values},
    optional={
        "operands": st.fixed_dictionaries(
            {
                "a": st.fixed_dictionaries(
                    {"value": st.sampled_from(["1", "2.5", "-0"]) | json_values, "unit": st.just("")}
                )
            }
        )
        | json_values,
        "notes": json_values,
        "result": json_values,
    },
)


@settings(max_examples=300, deadline=None)
@given(json_values | near_records)
def test_any_json_is_replayed_or_refused(record: object):
    """Whatever JSON it is given, it works it out or raises the one typed error."""
    try:
        assert replay(json.dumps(record)).calculations >= 0
    except CalculationError as error:
        assert error.message and error.remedy


def test_the_command_prints_the_same_bytes(capsys: pytest.CaptureFixture[str], tmp_path: Path):
    """`askbot replay FILE` prints the file, line by line of a batch, and exits 0."""
    text = json.dumps(answer_json(RUNWAY)) + "\n"
    path = tmp_path / "answer.json"
    path.write_text(text * 3)
    assert run(["replay", str(path)]) == 0
    out, err = capsys.readouterr()
    assert out == text * 3 and err == "3 calculations worked out anew: nothing differs.\n"
    assert len(records(text * 3)) == 3 and len(records(json.dumps(answer_json(RUNWAY), indent=1))) == 1


def test_the_command_says_what_differs(capsys: pytest.CaptureFixture[str], tmp_path: Path):
    """A record with a wrong result comes out right, with a line on stderr and exit code 1."""
    record = answer_json(RUNWAY)["calculations"][0]
    record["result"]["rounded"] = "2"
    path = tmp_path / "calculation.json"
    path.write_text(json.dumps(record))
    assert run(["replay", str(path)]) == 1
    out, err = capsys.readouterr()
    assert json.loads(out)["result"]["rounded"] == RUNWAY.result.rounded
    assert (
        err == f"Differs: calculation: result.rounded is '2' in the record and '{RUNWAY.result.rounded}' worked out\n"
    )


@pytest.mark.parametrize("raw", [b"", b"\xff\xfe", b'{"calculations": []}', b"{"])
def test_the_command_refuses_what_is_no_record(capsys: pytest.CaptureFixture[str], tmp_path: Path, raw: bytes):
    """One calm error, nothing on stdout."""
    path = tmp_path / "bad.json"
    path.write_bytes(raw)
    assert run(["replay", str(path)]) == 1
    out, err = capsys.readouterr()
    assert [line.partition(":")[0] for line in err.splitlines()] == ["Error", "Try"]
    assert not [line for line in out.splitlines() if "calculations" not in line]
