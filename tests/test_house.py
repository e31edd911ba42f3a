"""Rules of the house that no linter knows."""

from __future__ import annotations

import pydoc_data.topics
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from askbot import words
from askbot.cli import commands

ROOT = Path(__file__).parents[1]
SOURCES = sorted(p for p in (ROOT / "src").rglob("*") if p.suffix in (".py", ".txt") and "egg-info" not in str(p))
ARTICLES = sorted([*(ROOT / "corpus").rglob("*.txt"), *(ROOT / "evals" / "corpus").rglob("*.txt")])

MOST_LINES = 450

# English that is printed with a capital or in capitals and is no article's own: a bot may know these words, and the
# providers of chat models by the names that LangChain has for them.
_GENERIC = """
january february march april may june july august september october november december
monday tuesday wednesday thursday friday saturday sunday
africa america asia europe southeast north south east west northern southern eastern western
china chinese hong kong singapore u.s american norway norwegian sweden swedish denmark danish germany german
president dean deputy university institute exchange stock funding finances european finland finnish
emissions differences charges crews mwh hardcore
ai api b2b b2c ceo ipo rmb usd eur sek nok cny gbp mau co2 llm
openai anthropic
"""
GENERIC = frozenset(_GENERIC.split())
# Words that turn up beside any figure; a phrase made of them says nothing of an article.
_COUNTING = """
first second third fourth one two three four five six seven eight nine ten half quarter quarters year years month
months day days million billion thousand percent approximately about share total number full end period per least
"""
COUNTING = frozenset(_COUNTING.split())


# Lines of a balance sheet as accounting standards name them (IAS 7, IFRS 9); any company's article may print them.
STANDARD_TERMS = ("cash and cash equivalents", "through profit or loss")


def source_lines() -> Iterator[tuple[str, str]]:
    for path in SOURCES:
        for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            yield f"{path.relative_to(ROOT)}:{n}", line


def names(text: str) -> set[str]:
    """Return the capitalised words of a text, in lower case, save those that are English words."""
    # A word that opens a sentence or a line has its capital from there.
    inside = re.findall(r"(?<![.!?:\"“\n] )(?<![\n\"“(])(?<!^)\b([A-Z][\w'’-]*\w)", text)
    found = {part.casefold() for word in inside for part in re.split(r"['’-]", word) if len(part) > 2}
    return {name for name in found if not name.isdigit() and not re.fullmatch(r"[a-z]\d", name)}


def lower_words(text: str) -> set[str]:
    return set(re.findall(r"\b[a-z]+\b", text))


def figures(text: str) -> set[str]:
    """Return the figures of a text that are telling: three digits or a decimal, and no year."""
    found = {figure.replace(",", "") for figure in re.findall(r"(?<![\w.])\d[\d,]*(?:\.\d+)?(?!\w)", text)}
    return {f for f in found if len(f.replace(".", "").strip("0")) >= 3 and not re.fullmatch(r"(?:19|20)\d\d", f)}


def phrases(text: str) -> set[tuple[str, ...]]:
    """Return the runs of four words in a line that say something: two of them are neither small nor counting words."""
    found = set()
    for line in text.splitlines():
        row = re.findall(r"[a-z]+", line.casefold())
        for four in zip(row, row[1:], row[2:], row[3:], strict=False):
            if " ".join(four) in STANDARD_TERMS:
                continue
            telling = [w for w in four if len(w) > 2 and not words.is_function_word(w) and w not in COUNTING | GENERIC]
            if len(telling) >= 2:
                found.add(four)
    return found


def known_to_anyone(article: str) -> set[str]:
    """Return English words: what the articles or Python's own manual print in lower case, and the generic ones."""
    manual = " ".join(pydoc_data.topics.topics.values())
    return lower_words(article) | lower_words(manual) | GENERIC


ALL_ARTICLES = "\n".join(path.read_text(encoding="utf-8") for path in ARTICLES)


def test_the_articles_have_names_figures_and_phrases_to_look_for():
    own = names(ALL_ARTICLES) - known_to_anyone(ALL_ARTICLES)
    assert len(own) > 30 and len(figures(ALL_ARTICLES)) > 40 and len(phrases(ALL_ARTICLES)) > 500


def test_no_name_of_an_article_stands_in_the_sources():
    own = names(ALL_ARTICLES) - known_to_anyone(ALL_ARTICLES)
    found = [f"{where}: {w}" for where, line in source_lines() for w in set(re.findall(r"\w+", line.casefold())) & own]
    assert found == []


def test_no_figure_of_an_article_stands_in_the_sources():
    own = figures(ALL_ARTICLES)
    found = [f"{where}: {f}" for where, line in source_lines() for f in figures(line) & own]
    assert found == []


def test_no_phrase_of_an_article_stands_in_the_sources():
    own = phrases(ALL_ARTICLES)
    found = [f"{where}: {' '.join(four)}" for where, line in source_lines() for four in phrases(line) & own]
    assert found == []


def test_no_module_is_longer_than_a_sitting():
    long = {p.name: n for p in SOURCES if p.suffix == ".py" and (n := len(p.read_text().splitlines())) > MOST_LINES}
    assert long == {}


def test_no_module_is_a_grab_bag():
    bags = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "base"}
    assert [p for p in SOURCES if p.stem in bags] == []


@pytest.mark.parametrize("name", sorted(commands.commands))
def test_every_command_is_in_the_readme_and_its_help_has_an_example(name: str):
    command = commands.commands[name]
    assert f"askbot {name}" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert command.help is not None and f"askbot {name}" in command.help
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.help, f"{name} {option.name} has no help"


def test_every_option_is_in_the_readme():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    options = {o for c in commands.commands.values() for p in c.params for o in p.opts if o.startswith("--")}
    assert {option for option in options if option not in readme} == set()


def test_the_lock_pins_every_package_and_names_no_place_to_get_it_from():
    lines = [
        line for line in (ROOT / "requirements.lock").read_text().splitlines() if line and not line.startswith("#")
    ]
    assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9_.-]+==[A-Za-z0-9_.!]+", line)] == []
    assert "torch==2.13.0" in lines
    assert [line for line in lines if line.startswith(("nvidia", "triton"))] == []


def test_the_continuous_check_runs_the_same_tests_as_a_person():
    assert "make test" in (ROOT / ".ci" / "run").read_text()


def test_no_tracked_file_knows_a_path_of_one_machine():
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False).stdout.decode()
    place = re.compile(r"(?<![\w.])/(?:wor[k]|roo[t]|hom[e]|User[s]|tm[p])/[\w.]")
    found = []
    for name in filter(None, tracked.split("\0")):
        path = ROOT / name
        if path.suffix in (".onnx", ".data", ".json", ".lock") or not path.is_file():
            continue
        found += [
            f"{name}: {line[:80]}" for line in path.read_text(encoding="utf-8").splitlines() if place.search(line)
        ]
    assert found == []
