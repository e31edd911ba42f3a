"""A chat model from a variable or a flag: what makes no sense is one line with its remedy; `ask` goes the whole way."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from askbot import corpus
from askbot.cli import run
from askbot.errors import ModelError, SettingsError
from askbot.index import build
from askbot.llm_model import open_model
from askbot.models import EXPORTS
from askbot.settings import ModelSettings, Settings
from conftest import SMALL_CORPUS
from fakellm import Answers, FakeLlm, Says

COST = "The work cost 18.6 million kronor."
QUESTION = "How much did the work cost?"


def settings(**variables: str) -> ModelSettings | None:
    return ModelSettings.from_environment(variables)


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"ASKBOT_MODEL": "gpt-5"}, "has no provider"),
        ({"ASKBOT_MODEL": "openai:"}, "has no provider"),
        ({"ASKBOT_MODEL": "openai:gpt-5-mini"}, "OPENAI_API_KEY is not set"),
        ({"ASKBOT_MODEL": "anthropic:claude-haiku-4-5"}, "ANTHROPIC_API_KEY is not set"),
        ({"ASKBOT_MODEL": "ollama:qwen3:4b", "ASKBOT_MODEL_URL": "localhost:11434"}, "is no address"),
        ({"ASKBOT_MODEL": "ollama:qwen3:4b", "ASKBOT_MODEL_URL": "http://[::1"}, "is no address"),
        ({"ASKBOT_MODEL": "ollama:qwen3:4b", "ASKBOT_MODEL_SECONDS": "soon"}, "ASKBOT_MODEL_SECONDS"),
        ({"ASKBOT_MODEL": "ollama:qwen3:4b", "ASKBOT_MODEL_PRICE": "cheap"}, "ASKBOT_MODEL_PRICE"),
    ],
)
def test_a_setting_that_makes_no_sense_says_so_in_a_line_with_a_remedy(variables: dict[str, str], said: str):
    with pytest.raises(SettingsError, match=said) as caught:
        settings(**variables)
    assert "\n" not in caught.value.message and caught.value.remedy


def test_no_model_is_named_by_nothing_and_by_offline_and_a_flag_beats_the_variable():
    assert settings() is None and settings(ASKBOT_MODEL="offline") is None
    environment = {"ASKBOT_MODEL": "ollama:qwen3:4b", "ASKBOT_MODEL_PRICE": "0.25/2"}
    named = Settings.from_environment(environment).chat_model
    assert named is not None and (named.provider, named.model, named.price_usd) == ("ollama", "qwen3:4b", (0.25, 2.0))
    assert Settings.from_environment(environment, model="offline").chat_model is None


def test_a_key_is_never_printed_with_the_settings():
    named = settings(ASKBOT_MODEL="openai:m", ASKBOT_MODEL_KEY="very-secret")
    assert named is not None and named.key == "very-secret" and "secret" not in repr(named)


@pytest.mark.parametrize(
    ("name", "said", "remedy"),
    [
        ("groq:llama", "'groq' is not installed", "pip install"),
        ("nosuchprovider:m", "'nosuchprovider' is no provider", "PROVIDER:MODEL"),
    ],
)
def test_a_missing_package_and_an_unknown_provider_name_the_remedy(name: str, said: str, remedy: str):
    with pytest.raises(ModelError, match=said) as caught:
        open_model(ModelSettings(name, "http://127.0.0.1:9/v1"))
    assert remedy in caught.value.remedy


@pytest.fixture(scope="module")
def index(embedder, exported: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    from askbot import corpus
    from askbot.index import build

    at = tmp_path_factory.mktemp("llm") / "index"
    build(corpus.read(Path(__file__).parent / "corpus_small").documents, at=at, embedder=embedder)
    shutil.copytree(exported, at / exported.name, dirs_exist_ok=True)
    return at


def test_ask_shows_the_models_answer_its_quote_and_what_it_took(index: Path, monkeypatch, capsys):
    with FakeLlm(Answers([{"text": COST, "quotes": [COST]}])) as llm:
        monkeypatch.setenv("ASKBOT_MODEL", "openai:scripted")
        monkeypatch.setenv("ASKBOT_MODEL_URL", llm.url)
        assert run(["ask", QUESTION, "--index", str(index)]) == 0
        shown = capsys.readouterr()
        assert shown.out.startswith(f"{COST} [1]\n\n  [1] How Tarnwater became a lake again, The restoration\n")
        assert "openai:scripted · " in shown.out and " tokens" in shown.out
        assert shown.err == ""
        assert run(["ask", QUESTION, "--json", "--index", str(index)]) == 0
        answer = json.loads(capsys.readouterr().out)
        assert (answer["engine"], answer["model"]["used"]) == ("openai:scripted", True)
        asked = len(llm.requests)
        assert run(["ask", QUESTION, "--model", "offline", "--json", "--index", str(index)]) == 0
        assert json.loads(capsys.readouterr().out)["model"] is None and len(llm.requests) == asked
        assert run(["show", "1", "--index", str(index)]) == 0


def test_a_model_that_fails_leaves_an_answer_that_says_so_and_can_be_read_back(index: Path, monkeypatch, capsys):
    from askbot import transcript

    with FakeLlm(Says("nothing")) as llm:
        monkeypatch.setenv("ASKBOT_MODEL_URL", llm.url)
        assert run(["ask", QUESTION, "--model", "openai:scripted", "--json", "--index", str(index)]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["engine"] == "offline" and answer["model"]["failure"].startswith("it could not be read")
    assert transcript.answer(answer).engine == "offline"


def test_a_wrong_model_ends_a_command_with_two_calm_lines(index: Path, capsys):
    assert run(["ask", QUESTION, "--model", "gpt", "--index", str(index)]) == 1
    said = capsys.readouterr().err.splitlines()
    assert said[0].startswith("Error: The model 'gpt'") and said[1].startswith("Try: ") and len(said) == 2


def test_a_question_without_a_model_imports_none_of_it(embedder, exported, tmp_path):
    """The libraries of chat models take seconds to import."""
    build(corpus.read(SMALL_CORPUS).documents, at=tmp_path, embedder=embedder)
    shutil.copytree(exported, tmp_path / EXPORTS)
    code = (
        "import sys; from pathlib import Path; import askbot.cli; from askbot.bot import open_bot;"
        "from askbot.settings import Settings; heavy = ('langchain', 'langchain_core', 'openai', 'httpx');"
        "answer = open_bot(Settings(index=Path(sys.argv[1]))).ask('How much did the work cost?');"
        "print(answer.status, [n for n in sys.modules if n.split('.')[0] in heavy or n.startswith('askbot.llm')])"
    )
    asked = [sys.executable, "-c", code, str(tmp_path)]
    printed = subprocess.run(asked, capture_output=True, text=True, check=True, timeout=120).stdout
    assert printed.split(maxsplit=1)[0] in ("answered", "refused") and printed.split(maxsplit=1)[1].strip() == "[]"
