"""One question as text or JSON, many as lines of JSON, and what is said when they cannot be used."""

import json
from pathlib import Path
from typing import Any

import pytest
from shell import Shell

from chatbot.assemble import load
from chatbot.assistant import Assistant
from chatbot.settings import Settings

QUESTION = "Does dialysis work for kidney failure?"


@pytest.fixture(scope="module")
def assistant(tiny_settings: Settings) -> Assistant:
    """What the command loads, with today's date."""
    return load(tiny_settings)


def untimed(reply: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in reply.items() if key != "timings_ms"}


def lines(*rows: dict[str, Any]) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


def test_text_is_the_reply_as_a_reader_sees_it(shell: Shell, assistant: Assistant) -> None:
    done = shell("ask", QUESTION)
    assert done.exit_code == 0
    assert done.stdout == assistant.explained(assistant.reply(QUESTION)) + "\n"


def test_json_is_the_whole_reply(shell: Shell, assistant: Assistant) -> None:
    done = shell("ask", QUESTION, "--country", "us", "--json")
    assert untimed(json.loads(done.stdout)) == untimed(assistant.reply(QUESTION, country="US").to_json())


def test_lines_are_answered_in_order(shell: Shell, tmp_path: Path) -> None:
    asked = tmp_path / "questions.jsonl"
    asked.write_text(lines(*({"id": id_, "question": QUESTION} for id_ in ("z", "a", 7))) + "\n", encoding="utf-8")
    replies = [json.loads(line) for line in shell("ask", "--jsonl", str(asked)).stdout.splitlines()]
    assert [reply["id"] for reply in replies] == ["z", "a", "7"]
    assert len({json.dumps(untimed(reply) | {"id": None}) for reply in replies}) == 1


def test_lines_come_from_standard_input_and_carry_history(shell: Shell) -> None:
    row = {"question": "Does it hurt?", "history": ["What are the side effects of dialysis?"]}
    reply = json.loads(shell("ask", "--jsonl", typed=lines(row)).stdout)
    assert "side effects" in reply["standalone"]


@pytest.mark.parametrize(
    ("of_line", "option", "setting", "country"),
    [
        ("EU", "US", "UK", "EU"),
        ("eu", None, "UK", "EU"),
        (None, "US", "UK", "US"),
        (None, None, "UK", "UK"),
        (None, None, "", None),
    ],
)
def test_the_nearest_country_counts(
    shell: Shell, of_line: str | None, option: str | None, setting: str, country: str | None
) -> None:
    row = {"question": "Is dialysis approved for liver failure?", "country": of_line}
    given = ["--country", option] if option else []
    reply = json.loads(shell("ask", "--jsonl", "-", *given, typed=lines(row), COUNTRY=setting).stdout)
    wanted = [country] if country else ["EU", "US"]
    assert sorted({label["country"] for label in reply["labels"] if label["use"] == "liver-failure"}) == wanted


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("not json", "Invalid JSON"),
        ('{"id": "b"}', "question: Field required"),
        ('{"question": "x", "histroy": []}', "histroy: Extra inputs are not permitted"),
        ('{"question": "x", "history": "y"}', "history: "),
        ('{"question": "x", "country": "FR"}', "country: unknown country 'FR'; use one of US, EU,"),
        ('{"question": "x", "country": "INT"}', "country: unknown country 'INT'"),
    ],
)
def test_a_bad_line_is_told_by_its_number(shell: Shell, line: str, told: str) -> None:
    """Lines before it are answered; empty ones count."""
    done = shell("ask", "--jsonl", typed=lines({"id": "a", "question": QUESTION}) + "\n" + line + "\n")
    assert json.loads(done.stdout)["id"] == "a"
    assert done.exit_code == 1
    assert done.stderr.startswith("chatbot: line 3: ")
    assert told in done.stderr


def test_a_file_in_another_encoding_is_told(shell: Shell) -> None:
    done = shell("ask", "--jsonl", typed=b'{"question": "caf\xe9"}\n')
    assert (done.exit_code, done.stdout) == (1, "")
    assert "not UTF-8" in done.stderr


def test_a_file_with_a_byte_order_mark_is_read(shell: Shell) -> None:
    done = shell("ask", "--jsonl", typed=lines({"id": "a", "question": QUESTION}).encode("utf-8-sig"))
    assert json.loads(done.stdout)["id"] == "a"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "give either a question in quotes or --jsonl FILE"),
        (("--jsonl", "-", QUESTION), "give either a question in quotes or --jsonl FILE"),
        (("--country", "FR", QUESTION), "Invalid value for '--country': unknown country 'FR'; use one of US, EU"),
        (("--jsonl", "no-such-file"), "no-such-file"),
        (("two", "questions"), "unexpected extra argument"),
    ],
)
def test_a_command_that_cannot_be_meant_is_refused(shell: Shell, arguments: tuple[str, ...], told: str) -> None:
    done = shell("ask", *arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert told in " ".join(done.stderr.split())
