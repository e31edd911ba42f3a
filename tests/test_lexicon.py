from __future__ import annotations

import re
from collections import Counter
from itertools import combinations, product
from pathlib import Path

import pytest

from askbot import lexicon
from askbot.lexicon import (
    NARROWER,
    SAME_ROOT,
    SYNONYM,
    Kind,
    asked_kind,
    comparative,
    demonym,
    is_generic,
    opposites,
    phrases,
    related,
    role,
)
from askbot.words import stem, vocabulary_lines

VOCABULARY = Path(lexicon.__file__).with_name("vocabulary")
WRITTEN_BY_HAND = sorted(path.name for path in VOCABULARY.glob("*.txt") if path.name != "stems.txt")


def strength(asked: str, said: str) -> float:
    return related(stem(asked)).get(stem(said), 0.0)


def words(line: str) -> list[str]:
    return re.sub(r"[/:|=]", " ", line).split()


def every_stem() -> set[str]:
    names = ("roots.txt", "synonyms.txt", "narrower.txt")
    return {stem(word) for name in names for line in vocabulary_lines(name) for word in words(line)}


# --- the files


def test_the_table_of_stems_is_up_to_date() -> None:
    """After a change to any other file: see `lexicon.stem_table` for the command that writes it anew."""
    assert (VOCABULARY / "stems.txt").read_text(encoding="utf-8") == lexicon.stem_table()


@pytest.mark.parametrize("name", WRITTEN_BY_HAND)
def test_no_line_is_written_twice_and_words_are_plain(name: str) -> None:
    lines = list(vocabulary_lines(name))
    assert [line for line, times in Counter(lines).items() if times > 1] == []
    assert [line for line in lines if not re.fullmatch(r"[a-z0-9'.&/:|=+\- ]+", line)] == []


def test_a_root_line_joins_different_stems_and_names_each_once() -> None:
    for line in vocabulary_lines("roots.txt"):
        stems = [stem(word) for word in line.split()]
        assert len(stems) == len(set(stems)) > 1, line


def test_the_families_of_a_synonym_line_are_disjoint() -> None:
    for line in vocabulary_lines("synonyms.txt"):
        families = [{stem(word) for word in family.split("/")} for family in line.split()]
        assert len(families) > 1, line
        assert all(not one & other for one, other in combinations(families, 2)), line


@pytest.mark.parametrize("name", ["roots.txt", "synonyms.txt"])
def test_no_group_repeats_another(name: str) -> None:
    groups = Counter(frozenset(stem(word) for word in words(line)) for line in vocabulary_lines(name))
    assert [sorted(group) for group, times in groups.items() if times > 1] == []


def test_a_narrower_word_says_more_than_its_general_one_and_is_not_its_synonym() -> None:
    seen: set[tuple[str, str]] = set()
    for line in vocabulary_lines("narrower.txt"):
        general, _, specific = line.partition(":")
        pairs = {(stem(head), stem(word)) for head, word in product(general.split(), specific.split())}
        assert all(head != word for head, word in pairs), line
        assert pairs - seen, line
        seen |= pairs
        for word in specific.split():
            assert any(strength(head, word) == NARROWER for head in general.split()), (line, word)


def test_a_phrase_has_several_words_and_one_reading() -> None:
    readings: dict[tuple[str, ...], str] = {}
    for line in vocabulary_lines("phrases.txt"):
        head, _, wordings = line.partition(":")
        assert len(head.split()) == 1, line
        for wording in wordings.split("|"):
            key = tuple(stem(word) for word in wording.split())
            assert len(key) > 1, line
            assert key not in readings, f"{wording} reads as {readings.get(key)} and {head}"
            readings[key] = head
    assert phrases() == {key: stem(head) for key, head in readings.items()}


@pytest.mark.parametrize("name", ["roles.txt", "generic.txt"])
def test_a_plain_list_names_each_stem_once(name: str) -> None:
    stems = Counter(stem(word) for line in vocabulary_lines(name) for word in line.split())
    assert [word for word, times in stems.items() if times > 1] == []


def test_a_noun_asks_for_one_kind() -> None:
    kinds: dict[str, str] = {}
    for line in vocabulary_lines("kinds.txt"):
        kind, _, nouns = line.partition(":")
        for noun in nouns.split():
            assert stem(noun) not in kinds, f"{noun}: {kinds[stem(noun)]} and {kind}"
            kinds[stem(noun)] = kind
    assert set(kinds.values()) == set(Kind)


# --- what answers for what


def test_nothing_is_both_related_and_contrary() -> None:
    for asked in every_stem():
        assert not opposites(asked) & set(related(asked)), asked


def test_a_word_is_neither_related_nor_contrary_to_itself() -> None:
    for asked in every_stem():
        assert asked not in related(asked)
        assert asked not in opposites(asked)


def test_contrariness_goes_both_ways() -> None:
    for line in vocabulary_lines("opposites.txt"):
        left, _, right = line.partition("|")
        for one, other in product(left.split(), right.split()):
            assert stem(one) in opposites(stem(other)), line
            assert stem(other) in opposites(stem(one)), line


def test_roots_and_synonyms_go_both_ways_and_nothing_else_does_by_itself() -> None:
    for asked in every_stem():
        for said, how_strong in related(asked).items():
            assert how_strong in (SAME_ROOT, SYNONYM, NARROWER)
            if how_strong > NARROWER:
                assert related(said).get(asked) == how_strong, (asked, said)


@pytest.mark.parametrize(
    ("asked", "said", "at_least"),
    [
        ("growth", "grew", SAME_ROOT),
        ("loss", "lost", SAME_ROOT),
        ("sold", "sales", SAME_ROOT),
        ("pay", "payment", SAME_ROOT),
        ("invested", "investor", SAME_ROOT),
        ("founded", "founder", SAME_ROOT),
        ("able", "ability", SAME_ROOT),
        ("manager", "managed", SAME_ROOT),
        ("Chinese", "China", SAME_ROOT),
        ("founded", "established", SYNONYM),
        ("revenue", "turnover", SYNONYM),
        ("worth", "valued", SYNONYM),
        ("employees", "workforce", SYNONYM),
        ("investors", "shareholders", SYNONYM),
        ("customers", "clients", SYNONYM),
        ("bought", "acquisition", SYNONYM),
        ("price", "costs", SYNONYM),
        ("headquarters", "hq", SYNONYM),
        ("car", "automobile", SYNONYM),
        ("illness", "disease", SYNONYM),
        ("doctor", "physician", SYNONYM),
        ("movie", "film", SYNONYM),
        ("company", "startup", NARROWER),
        ("money", "cash", NARROWER),
        ("earn", "income", NARROWER),
        ("control", "hold", NARROWER),
        ("own", "stake", NARROWER),
        ("make", "generate", NARROWER),
        ("crime", "theft", NARROWER),
        ("doctor", "surgeon", NARROWER),
        ("started", "founder", NARROWER),
        ("married", "husband", NARROWER),
        ("fit", "carries", NARROWER),
        ("heavy", "weighs", NARROWER),
        ("owns", "belongs", NARROWER),
    ],
)
def test_other_words_answer(asked: str, said: str, at_least: float) -> None:
    assert strength(asked, said) >= at_least


@pytest.mark.parametrize(
    ("asked", "said"),
    [("startup", "company"), ("cash", "money"), ("theft", "crime"), ("surgeon", "doctor"), ("launched", "founded")],
)
def test_the_general_word_does_not_answer_for_the_specific_one(asked: str, said: str) -> None:
    assert strength(said, asked) == NARROWER
    assert strength(asked, said) == 0.0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("revenue", "profit"),
        ("revenue", "margin"),
        ("revenue", "earnings"),
        ("revenue", "cash"),
        ("revenue", "valuation"),
        ("profit", "margin"),
        ("profit", "cash"),
        ("sales", "profit"),
        ("cash", "debt"),
        ("price", "valuation"),
        ("price", "worth"),
        ("cost", "loss"),
        ("ceo", "founder"),
        ("ceo", "cfo"),
        ("ceo", "chairman"),
        ("chairman", "president"),
        ("minister", "president"),
        ("author", "editor"),
        ("actor", "director"),
        ("coach", "captain"),
        ("downloads", "users"),
        ("users", "customers"),
        ("users", "subscribers"),
        ("members", "subscribers"),
        ("votes", "equity"),
        ("votes", "shares"),
        ("employees", "customers"),
        ("employees", "users"),
        ("employer", "employee"),
        ("net", "gross"),
        ("median", "average"),
        ("city", "country"),
        ("town", "country"),
        ("kill", "injure"),
        ("dead", "injured"),
        ("wounded", "killed"),
        ("accused", "convicted"),
        ("arrested", "convicted"),
        ("accused", "charged"),
        ("cure", "symptom"),
        ("cause", "symptom"),
        ("height", "length"),
        ("width", "depth"),
        ("goal", "win"),
        ("lender", "borrower"),
        ("import", "export"),
        ("emissions", "temperature"),
        ("independence", "autonomy"),
        ("born", "died"),
        ("year", "month"),
        ("january", "february"),
        ("million", "billion"),
        ("vaccine", "drug"),
        ("phone", "computer"),
        ("student", "graduate"),
        ("deficit", "debt"),
        ("bond", "loan"),
        ("founded", "acquired"),
        ("announced", "launched"),
        ("planned", "built"),
        ("proposed", "approved"),
        ("expected", "hoped"),
    ],
)
def test_what_differs_as_a_fact_stays_apart(one: str, other: str) -> None:
    assert strength(one, other) == 0.0
    assert strength(other, one) == 0.0


# --- phrases, contraries, kinds and the rest


@pytest.mark.parametrize(
    ("wording", "word"),
    [
        ("set up", "establish"),
        ("sets up", "established"),
        ("bring in", "earn"),
        ("carried out", "conduct"),
        ("on premises", "onpremise"),
        ("chief executive officer", "ceo"),
        ("chief executive", "ceo"),
        ("chief financial officer", "cfo"),
        ("initial public offering", "ipo"),
        ("went public", "ipo"),
        ("year over year", "yoy"),
        ("is made up of", "consist"),
        ("in charge of", "head"),
        ("pulled out", "withdraw"),
        ("took over", "acquire"),
        ("research and development", "R&D"),
        ("monthly active users", "mau"),
        ("United States", "US"),
    ],
)
def test_a_phrase_reads_as_one_word(wording: str, word: str) -> None:
    key = tuple(stem(part) for part in wording.split())
    assert any(phrases().get(key[at:]) == stem(word) for at in range(len(key) - 1))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("single", "dual"),
        ("open", "closed"),
        ("open", "proprietary"),
        ("profitable", "loss"),
        ("rose", "fell"),
        ("more", "fewer"),
        ("older", "younger"),
        ("public", "private"),
        ("majority", "minority"),
        ("domestic", "foreign"),
        ("first", "last"),
        ("before", "after"),
        ("won", "lost"),
        ("accepted", "rejected"),
        ("permanent", "temporary"),
    ],
)
def test_contrary_words(one: str, other: str) -> None:
    assert stem(other) in opposites(stem(one))


@pytest.mark.parametrize(
    ("noun", "kind"),
    [
        ("revenue", Kind.MONEY),
        ("losses", Kind.MONEY),
        ("percentage", Kind.SHARE),
        ("headcount", Kind.COUNT),
        ("years", Kind.DATE),
        ("deadline", Kind.DATE),
        ("runway", Kind.DURATION),
        ("founders", Kind.PERSON),
        ("universities", Kind.ORGANISATION),
        ("countries", Kind.PLACE),
        ("depth", Kind.MEASURE),
        ("ratio", Kind.MULTIPLE),
        ("reason", None),
        ("amount", None),
        ("time", None),
    ],
)
def test_what_a_noun_asks_for(noun: str, kind: Kind | None) -> None:
    assert asked_kind(stem(noun)) is kind


def test_a_role_is_no_verb_and_no_department() -> None:
    """Else "Who runs the management of it?" would demand a manager of the answer."""
    assert all(role(stem(word)) for word in ("CEO", "founders", "manager", "judges", "striker", "nurse"))
    verbs = (
        "manage direct develop design teach train own paint sing act produce edit write compose report govern play buy"
    )
    assert [verb for verb in verbs.split() if role(stem(verb))] == []


def test_generic_words_hold_no_fact_and_restricting_words_are_none() -> None:
    assert all(is_generic(stem(word)) for word in ("amount", "number", "mentioned", "currently", "article", "roughly"))
    restricting = "wrote main first only last largest revenue company price not more latest annual rate list value"
    assert [word for word in restricting.split() if is_generic(stem(word))] == []


@pytest.mark.parametrize(
    ("word", "compared"),
    [
        ("older", ("age", 1)),
        ("bigger", ("amount", 1)),
        ("fewer", ("amount", -1)),
        ("cheaper", ("price", -1)),
        ("earlier", ("date", -1)),
        ("longest", ("length", 1)),
        ("big", None),
        ("other", None),
    ],
)
def test_comparatives_name_their_dimension_and_direction(word: str, compared: tuple[str, int] | None) -> None:
    assert comparative(word) == compared


def test_a_comparative_stands_on_one_line() -> None:
    named = Counter(word for line in vocabulary_lines("comparatives.txt") for word in line.partition(":")[2].split())
    assert [word for word, times in named.items() if times > 1] == []
    for word in named:
        compared = comparative(word)
        assert compared is not None
        assert compared[1] in (1, -1)


def test_an_inhabitant_belongs_to_one_country() -> None:
    named = Counter(word for line in vocabulary_lines("demonyms.txt") for word in line.partition(":")[2].split())
    assert [word for word, times in named.items() if times > 1] == []
    assert demonym("dutch") == stem("Netherlands")
    assert demonym("american") == stem("US") == stem("U.S.")
    assert demonym("china") is None


# --- size: a lexicon that shrinks unnoticed answers less


def test_the_lexicon_keeps_its_breadth() -> None:
    groups = sum(1 for name in ("roots.txt", "synonyms.txt", "narrower.txt") for _ in vocabulary_lines(name))
    assert groups >= 3_000
    assert len(phrases()) >= 700
    assert sum(1 for _ in vocabulary_lines("opposites.txt")) >= 500
