"""The commands, from the flags to the exit code, with the real bot on the small corpus."""

from __future__ import annotations

import errno
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from askbot import corpus, sessions, store
from askbot.cli import run
from askbot.types import Answer, Turn

SMALL = Path(__file__).parent / "corpus_small"
COST = "How much did the work cost?"
PROGRAM = "from askbot.cli import main; main()"


class Ran(NamedTuple):
    """What a command left behind."""

    code: int
    out: str
    err: str


Askbot = Callable[..., Ran]


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index made by the command itself."""
    at = tmp_path_factory.mktemp("cli") / "index"
    assert run(["index", str(SMALL), "--index", str(at)]) == 0
    return at


@pytest.fixture
def askbot(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Askbot:
    """Run a command in an empty working directory."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("ASKBOT_INDEX", raising=False)

    def command(*arguments: str | Path, given: str | bytes = "") -> Ran:
        raw = given if isinstance(given, bytes) else given.encode()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8"))
        capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        return Ran(code, *capsys.readouterr())

    return command


def complained(ran: Ran, *, of: str) -> None:
    """Check for exit code 1, nothing on stdout and two lines, what failed and what to try, on stderr."""
    lines = ran.err.splitlines()
    assert (ran.code, ran.out) == (1, "")
    assert len(lines) == 2 and lines[0].startswith("Error: ") and lines[1].startswith("Try: "), ran.err
    assert of in lines[0], lines[0]


# --- transcripts -----------------------------------------------------------------------------------------------------


def test_an_answer_comes_with_its_sentence(askbot: Askbot, index: Path):
    assert askbot("ask", COST, "--index", index) == Ran(
        0,
        "18.6 million kronor [1]\n"
        "\n"
        "  [1] How Tarnwater became a lake again, The restoration\n"
        '      "The work cost *18.6 million kronor*."\n',
        "",
    )


def test_a_conversation_with_piped_questions(askbot: Askbot, index: Path):
    asked = f"{COST}\n\n/show 1\n/nonsense\nWho is the mayor of Paris?\n/new\n/show 1\n/quit\nnever asked\n"
    assert askbot("chat", "--index", index, given=asked) == Ran(
        0,
        "1 article. Ask anything it says; /help for more.\n"
        "\n"
        "> How much did the work cost?\n"
        "18.6 million kronor [1]\n"
        "\n"
        "  [1] How Tarnwater became a lake again, The restoration\n"
        '      "The work cost *18.6 million kronor*."\n'
        "\n"
        "> /show 1\n"
        "How Tarnwater became a lake again (tarnwater, line 22)\n"
        "\n"
        "  20  - 420 tonnes of aluminium chloride, spread from a barge in the spring of\n"
        "      2013.\n"
        "  22  *The work cost 18.6 million kronor.* The state paid 60% of it, the council\n"
        "      25% and the angling club, led by Jonas Ek, the remaining 15%. Ek says that\n"
        "      the club's members sold cakes for three winters. Nobody at the council had\n"
        "      expected the club to pay at all.\n"
        "  24  ## Results\n"
        "\n"
        "> /nonsense\n"
        "There is no /nonsense; /help says what there is.\n"
        "\n"
        "> Who is the mayor of Paris?\n"
        "That isn't something this article is about.\n"
        "\n"
        "> /new\n"
        "A new conversation.\n"
        "\n"
        "> /show 1\n"
        "The last answer has no citations.\n"
        "\n"
        "> /quit\n",
        "",
    )


def test_the_commands_of_a_conversation(askbot: Askbot, index: Path, tmp_path: Path):
    asked = f"/sources\n{COST}\n/sources\n/calc 15% of 1,200\n/show\n/export talk.md\n/export\n/find\n"
    asked += "/find spread from a barge\n"
    assert askbot("chat", "--session", "commands", "--index", index, given=asked) == Ran(
        0,
        "1 article. Ask anything it says; /help for more.\n"
        "\n"
        "> /sources\n"
        "The last answer has no citations.\n"
        "\n"
        "> How much did the work cost?\n"
        "18.6 million kronor [1]\n"
        "\n"
        "  [1] How Tarnwater became a lake again, The restoration\n"
        '      "The work cost *18.6 million kronor*."\n'
        "\n"
        "> /sources\n"
        "  [1] How Tarnwater became a lake again, The restoration, tarnwater:1226-1260,\n"
        "      line 22\n"
        '      "The work cost *18.6 million kronor*."\n'
        "\n"
        "> /calc 15% of 1,200\n"
        "180\n"
        "\n"
        "  15% of 1,200 = 180\n"
        "\n"
        "> /show\n"
        "The last answer has no citations.\n"
        "\n"
        "> /export talk.md\n"
        "Wrote 2 turns to talk.md.\n"
        "\n"
        "> /export\n"
        "Say where to: /export conversation.md, or .json\n"
        "\n"
        "> /find\n"
        "Say what to find: /find some words, or a claim\n"
        "\n"
        "> /find spread from a barge\n"
        "1 passage, word for word. [1]\n"
        "\n"
        "  [1] How Tarnwater became a lake again, The restoration\n"
        '      "420 tonnes of aluminium chloride, *spread from a barge* in the spring of\n'
        '       2013."\n'
        "\n",
        "",
    )
    assert "18.6 million kronor" in (tmp_path / "talk.md").read_text()


def test_a_session_is_gone_on_with_listed_exported_and_deleted(askbot: Askbot, index: Path, tmp_path: Path):
    at = tmp_path / "own"
    shutil.copytree(index, at)
    (at / store.FILE_NAME).unlink(missing_ok=True)
    complained(askbot("chat", "--continue", "--index", at), of="no session")
    complained(askbot("export", "--index", at), of="no session")
    askbot("chat", "--session", "lake", "--index", at, given=COST)
    ran = askbot("chat", "--continue", "--index", at, given="And who paid most of it?\n/show 9\n")
    assert ran.code == 0 and "Going on with lake, 1 turn so far." in ran.out
    assert askbot("sessions", "--index", at).out == f"lake    2 turns  {COST}\n"
    exported = json.loads(askbot("export", "lake", "--format", "json", "--index", at).out)
    assert [turn["question"] for turn in exported["turns"]] == [COST, "And who paid most of it?"]
    assert exported["turns"][0]["answer"]["short"] == "18.6 million kronor"
    assert askbot("export", "--output", tmp_path / "lake.md", "--index", at).code == 0
    complained(askbot("export", "--output", tmp_path / "lake.md", "--index", at), of="already")
    complained(askbot("export", "sea", "--index", at), of="sea")
    assert askbot("sessions", "--delete", "lake", "--index", at).code == 0
    assert json.loads(askbot("sessions", "--json", "--index", at).out) == []
    complained(askbot("sessions", "--delete", "lake", "--index", at), of="lake")
    complained(askbot("chat", "--session", "a\nb", "--index", at), of="named")
    assert askbot("chat", "--continue", "--session", "a", "--index", at).code == 2


def test_find_gives_the_words_and_judges_a_claim(askbot: Askbot, index: Path):
    ran = askbot("find", "Spread  from a\nbarge", "--index", index)
    assert (
        ran.code == 0 and ran.out.startswith("1 passage, word for word. [1]\n") and "*spread from a barge*" in ran.out
    )
    assert "barge" in askbot("show", "1", "--index", index).out
    fields = json.loads(askbot("find", "The work cost 31 million kronor in all", "--json", "--index", index).out)
    assert fields["verdict"] == "contradicted" and fields["figures"][0]["printed"] == "18.6 million kronor"
    assert fields["citations"][0]["quote"] == "The work cost 18.6 million kronor."
    complained(askbot("find", " ", "--index", index), of="empty")
    complained(askbot("find", "a", "--document", "nowhere", "--index", index), of="nowhere")


def test_show_writes_a_page_for_the_browser(askbot: Askbot, index: Path, tmp_path: Path):
    ran = askbot("show", "tarnwater:1226-1260", "--html", tmp_path / "quote.html", "--index", index)
    assert (ran.code, ran.out) == (0, "")
    assert re.search(r"<mark[^>]*>The work cost", (tmp_path / "quote.html").read_text())
    again = askbot("show", "tarnwater:1226-1260", "--html", tmp_path / "quote.html", "--index", index)
    complained(again, of="already")


def test_a_question_that_cannot_be_taken_does_not_end_the_conversation(askbot: Askbot, index: Path):
    ran = askbot("chat", "--index", index, given="x" * 100_000 + f"\na\x07b\n{COST}\n")
    assert ran.code == 0 and "18.6 million kronor [1]" in ran.out
    assert [line.partition(":")[0] for line in ran.err.splitlines()] == ["Error", "Try"] * 2
    assert len(ran.out) < 5_000


def test_chat_indexes_the_corpus_of_the_folder_where_there_is_no_index_yet(askbot: Askbot, tmp_path: Path):
    shutil.copytree(SMALL, tmp_path / "corpus")
    ran = askbot("chat", given=COST)
    assert ran.code == 0 and "18.6 million kronor [1]" in ran.out
    assert (tmp_path / ".askbot").is_dir()


def test_show_gives_the_last_answers_citation_and_any_span(askbot: Askbot, index: Path):
    askbot("ask", COST, "--index", index)
    shown = askbot("show", "1", "--index", index)
    assert shown.code == 0 and "*The work cost 18.6 million kronor.*" in shown.out
    article = corpus.read(SMALL).documents[0]
    start = article.text.index("148 hectares")
    fields = json.loads(askbot("show", f"tarnwater:{start}-{start + 12}", "--json", "--index", index).out)
    assert fields["quote"] == "148 hectares" and fields["sha256"] == article.sha256


def test_the_json_of_an_answer_quotes_the_document_at_its_offsets(askbot: Askbot, index: Path):
    ran = askbot("ask", "-", "--json", "--document", "tarnwater", "--index", index, given=COST + "\n")
    fields = json.loads(ran.out)
    text = corpus.read(SMALL).documents[0].text
    assert (ran.code, fields["status"], fields["short"]) == (0, "answered", "18.6 million kronor")
    assert fields["question"] == COST
    assert all(text[c["start"] : c["end"]] == c["quote"] for c in fields["citations"])


def test_a_batch_answers_every_line_it_can_in_order(askbot: Askbot, index: Path, tmp_path: Path):
    lines = [
        {"id": "a", "question": COST},
        {"id": "b", "question": COST, "documents": ["nowhere"]},
        {"id": "c", "question": "And who paid most of it?", "history": [COST]},
    ]
    (tmp_path / "in.jsonl").write_text("\n".join([json.dumps(lines[0]), "{oops", *map(json.dumps, lines[1:])]))
    ran = askbot("ask", "--batch", tmp_path / "in.jsonl", "--index", index)
    answers = [json.loads(line) for line in ran.out.splitlines()]
    assert ran.code == 0 and ran.err == ""
    assert [a["id"] for a in answers] == ["a", None, "b", "c"]
    assert [a["status"] for a in answers[:3]] == ["answered", "error", "error"]
    assert answers[0]["short"] == "18.6 million kronor" and "nowhere" in answers[2]["message"]
    assert answers[3]["status"] in ("answered", "refused")


def test_a_batch_line_is_flushed_before_the_next_is_read(index: Path):
    # Whoever drives the bot line by line would otherwise wait for ever.
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "ask", "--batch", "-", "--index", str(index)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdin is not None and process.stdout is not None
    for n in range(2):
        process.stdin.write(json.dumps({"id": n, "question": COST}) + "\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["id"] == n
    process.stdin.close()
    assert process.wait(timeout=60) == 0
    process.stdout.close()


def test_an_eval_reports_and_fails_below_its_baseline(askbot: Askbot, index: Path, tmp_path: Path):
    case = {"id": "a", "cat": "fact", "question": COST, "accept": ["18.6 million"], "evidence": ["The work cost 18.6"]}
    (tmp_path / "cases.jsonl").write_text(json.dumps(case))
    ran = askbot("eval", "cases.jsonl", "--index", index)
    assert ran.code == 0 and "1 of 1" in ran.out and ran.err == ""
    (tmp_path / "baseline.json").write_text(json.dumps({"cases.jsonl": {"wrong": 0.0, "refused": 0.5}}))
    ran = askbot("eval", "cases.jsonl", "--index", index, "--json")
    assert ran.code == 1 and "refused was not measured" in ran.err
    assert json.loads(ran.out)["metrics"]["strict"]["share"] == 1


def test_doctor_finds_a_whole_index_whole(askbot: Askbot, index: Path):
    ran = askbot("doctor", "--index", index)
    assert ran.code == 0 and ran.out.count("is whole") == 2


def test_doctor_repairs_an_index_from_the_articles_that_it_was_built_from(askbot: Askbot, index: Path, tmp_path: Path):
    shutil.copytree(index, tmp_path / "copy")
    (damaged,) = (tmp_path / "copy").glob("generation-*/postings.bin")
    damaged.write_bytes(b"x" * damaged.stat().st_size)
    ran = askbot("doctor", "--index", tmp_path / "copy", "--repair")
    assert ran.code == 0, ran.err
    assert "postings.bin" in ran.out
    assert f"building it anew from '{SMALL.resolve()}'" in ran.out
    assert "is whole, 1 document" in ran.out


def test_doctor_finds_a_missing_index(askbot: Askbot):
    ran = askbot("doctor")
    assert ran.code == 1 and "Index:" in ran.out


# --- what goes wrong -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "of"),
    [
        ("", "empty"),
        (" \n ", "empty"),
        ("x" * 100_000, "100,000 characters"),
        ("what\x1b[31m?", "control character"),
        ("\x00", "control character"),
        ("\udcff", "not UTF-8"),
    ],
)
def test_a_question_that_cannot_be_taken(askbot: Askbot, index: Path, question: str, of: str):
    complained(askbot("ask", question, "--index", index), of=of)


def test_a_question_on_stdin_that_is_not_utf_8(askbot: Askbot, index: Path):
    complained(askbot("ask", "-", "--index", index, given=b"\xff\xfe"), of="not UTF-8")


def test_an_unknown_document(askbot: Askbot, index: Path):
    complained(askbot("ask", COST, "--document", "nowhere", "--index", index), of="nowhere")
    complained(askbot("show", "nowhere:0-5", "--index", index), of="nowhere")


@pytest.mark.parametrize("command", [["ask", COST], ["chat"], ["show", "a:0-5"], ["eval", "cases.jsonl"]])
def test_no_index(askbot: Askbot, command: list[str], tmp_path: Path):
    ran = askbot(*command)
    complained(ran, of="no index")
    assert "askbot index" in ran.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "of"),
    [({}, "no article"), ({"a.txt": b"\xff\xfe\x00"}, "UTF-8"), ({"a.txt": b""}, "no article")],
)
def test_a_corpus_that_cannot_be_read_leaves_the_index_alone(
    askbot: Askbot, index: Path, tmp_path: Path, content: dict[str, bytes], of: str
):
    before = sorted((p.name, p.stat().st_mtime_ns) for p in index.iterdir())
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, raw in content.items():
        (folder / name).write_bytes(raw)
    complained(askbot("index", folder, "--index", index), of=of)
    complained(askbot("index", tmp_path / "missing", "--index", index), of="missing")
    assert sorted((p.name, p.stat().st_mtime_ns) for p in index.iterdir()) == before


def test_an_unreadable_file_is_named_and_the_others_are_indexed(askbot: Askbot, tmp_path: Path):
    shutil.copytree(SMALL, tmp_path / "corpus")
    (tmp_path / "corpus" / "bad.txt").write_bytes(b"\xff\xfe\x00")
    ran = askbot("index")
    assert ran.code == 1 and "holds 1 document" in ran.out
    assert ran.err.startswith("Warning: ") and "bad.txt" in ran.err and len(ran.err.splitlines()) == 1


def test_an_index_of_another_model_and_a_spoilt_one_are_refused_with_the_remedy(
    askbot: Askbot, index: Path, tmp_path: Path
):
    at = tmp_path / "copy"
    shutil.copytree(index, at)
    pointer = at / "current.json"
    whole = json.loads(pointer.read_text())
    for spoilt in (whole | {"model": "another"}, whole | {"format": 999}, {}, None):
        pointer.write_text(json.dumps(spoilt))
        ran = askbot("ask", COST, "--index", at)
        complained(ran, of="index")
        assert "askbot index" in ran.err
    pointer.write_bytes(b"\x00\xff")
    complained(askbot("ask", COST, "--index", at), of="index")


def test_a_citation_that_is_not_there(askbot: Askbot, index: Path, tmp_path: Path):
    askbot("ask", COST, "--index", index)
    for citation in ("0", "7", "999999999999"):
        complained(askbot("show", citation, "--index", index), of="no number")
    complained(askbot("show", "tarnwater:5-999999", "--index", index), of="characters")
    complained(askbot("show", "tarnwater:5-5", "--index", index), of="characters")
    fresh = tmp_path / "fresh"
    shutil.copytree(index, fresh)
    (fresh / store.FILE_NAME).unlink()
    complained(askbot("show", "1", "--index", fresh), of="no last answer")


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask"],
        ["ask", "q", "--batch", "-"],
        ["ask", "--batch", "-", "--document", "a"],
        ["nonsense"],
        ["ask", "--batch", "missing.jsonl"],
    ],
)
def test_wrong_usage_is_exit_code_2(askbot: Askbot, arguments: list[str]):
    ran = askbot(*arguments)
    assert ran.code == 2 and ran.out == "" and "Traceback" not in ran.err


def test_show_says_how_to_name_a_citation(askbot: Askbot, index: Path):
    ran = askbot("show", "here", "--index", index)
    assert ran.code == 2 and "DOCUMENT:START-END" in ran.err


def test_cases_that_make_no_sense(askbot: Askbot, index: Path, tmp_path: Path):
    (tmp_path / "cases.jsonl").write_text("{}")
    complained(askbot("eval", "cases.jsonl", "--index", index), of="cases.jsonl:1")
    complained(askbot("eval", "missing.jsonl", "--index", index), of="missing.jsonl")


class FullDisk(io.StringIO):
    """An output that takes nothing."""

    def write(self, text: str) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_failure_nobody_expected_is_two_calm_lines_and_leaves_its_traceback_beside_the_index(
    askbot: Askbot, index: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(sys, "stdout", FullDisk())
    code = run(["show", "tarnwater:0-9", "--index", str(index)])
    complained(Ran(code, "", capsys.readouterr().err), of="OSError")
    assert "No space left" in (index / store.FAILURE_NAME).read_text()
    assert run(["--debug", "show", "tarnwater:0-9", "--index", str(index)]) == 1
    assert "Traceback" in capsys.readouterr().err


# --- the process -----------------------------------------------------------------------------------------------------


def test_help_imports_nothing_heavy():
    heavy = [
        "chromadb",
        "langchain_core",
        "sentence_transformers",
        "torch",
        "onnxruntime",
        "rich",
        "textual",
        "numpy",
        "sqlite3",
    ]
    program = (
        f"import sys; from askbot.cli import run; run(['--help']); print([m for m in {heavy!r} if m in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "[]"


def test_no_command_touches_the_network_or_colours_or_animates_what_is_no_terminal(tmp_path: Path):
    """Index and answer in a process in which every socket but those of the machine itself raises.

    Where the kernel allows it, the process has no network at all.
    """
    bare = ["unshare", "--net", "--map-root-user"]
    alone = shutil.which("unshare") and not subprocess.run([*bare, "true"], capture_output=True, check=False).returncode
    program = """
import socket, sys
def refuse(*arguments, **options):
    raise AssertionError(f"a network call: {arguments}")
def connect(self, address, *rest):
    if self.family in (socket.AF_INET, socket.AF_INET6):
        refuse(address)
    return plain(self, address, *rest)
plain = socket.socket.connect
socket.socket.connect = socket.socket.connect_ex = connect
socket.create_connection = socket.getaddrinfo = socket.gethostbyname = refuse
try:
    socket.create_connection(("example.org", 80))
except AssertionError:
    pass
else:
    sys.exit("the block does not hold")
from askbot.cli import run
from askbot.types import Answer, Turn
small, at = sys.argv[1:]
codes = [run(["index", small, "--index", at]), run(["ask", "How much did the work cost?", "--index", at]),
         run(["show", "1", "--index", at]), run(["doctor", "--index", at])]
sys.exit(0 if codes == [0, 0, 0, 0] else f"exit codes {codes}")
"""
    command = [sys.executable, "-c", program, str(SMALL), str(tmp_path / "index")]
    ran = subprocess.run([*bare, *command] if alone else command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert "18.6 million kronor [1]" in ran.stdout
    assert ran.stderr == "" and "\x1b" not in ran.stdout  # a user looks for errors on stderr; libraries draw bars there


def test_a_shell_completes_commands_and_sessions(
    askbot: Askbot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    for shell in ("bash", "zsh", "fish"):
        ran = askbot("completion", shell)
        assert ran.code == 0 and f"_ASKBOT_COMPLETE={shell}_complete" in ran.out
    assert askbot("completion", "csh").code == 2
    sessions.keep(tmp_path, Turn("q", Answer("q", "q", message="m")), session="research")
    monkeypatch.setenv("_ASKBOT_COMPLETE", "bash_complete")
    for words, offered in (("askbot exp", "export"), (f"askbot chat --index {tmp_path} --session re", "research")):
        monkeypatch.setenv("COMP_WORDS", words)
        monkeypatch.setenv("COMP_CWORD", str(len(words.split()) - 1))
        with pytest.raises(SystemExit):
            run([])
        assert offered in capsys.readouterr().out


def test_ctrl_c_is_exit_code_130_and_quiet(index: Path):
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "chat", "--index", str(index)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        # A shell that runs the tests in the background has them ignore Ctrl-C, and the bot would inherit that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )  # fmt: skip
    assert process.stdout is not None
    assert b"1 article" in process.stdout.readline()
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130 and b"Traceback" not in err


def test_a_reader_that_leaves_early_is_no_failure_to_speak_of(index: Path):
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "show", "tarnwater:0-2000", "--index", str(index)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    process.wait(timeout=60)
