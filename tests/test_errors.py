import inspect

import pytest

from chatbot import errors
from chatbot.errors import ChatbotError, CorpusError, Problem

KINDS = [
    kind
    for _, kind in inspect.getmembers(errors, inspect.isclass)
    if issubclass(kind, Exception) and kind is not ChatbotError
]


def test_a_problem_says_file_record_field_and_what_to_do() -> None:
    assert str(Problem("facts/a.yaml", "fact", "source", "is missing; add it")) == (
        "facts/a.yaml: fact: source: is missing; add it"
    )


@pytest.mark.parametrize(
    ("count", "begins", "ends"),
    [
        (1, "1 problem in the library:\n0.yaml", "what"),
        (20, "20 problems in the library:\n0.yaml", "9.yaml: r: f: what"),
        (23, "23 problems in the library:\n0.yaml", "\n… and 3 more"),
    ],
)
def test_a_corpus_error_shows_the_first_twenty_and_counts_the_rest(count: int, begins: str, ends: str) -> None:
    problems = [Problem(f"{n}.yaml", "r", "f", "what") for n in range(count)]
    message = str(CorpusError(problems))
    assert message.startswith(begins)
    assert message.endswith(ends)
    assert message.count(": r: f: what") == min(count, 20)


def test_a_corpus_error_holds_every_problem_in_order_of_files() -> None:
    first, second = Problem("a.yaml", "z", "-", "x"), Problem("b.yaml", "a", "-", "x")
    assert CorpusError([second, first]).problems == (first, second)


def test_what_mends_it_at_the_command_line_is_told_apart() -> None:
    error = ChatbotError("it is broken", command="chatbot mend")
    assert (str(error), error.what) == ("it is broken; run 'chatbot mend'", "it is broken")
    assert ChatbotError("it is broken").what == str(ChatbotError("it is broken"))


@pytest.mark.parametrize("kind", KINDS)
def test_every_failure_is_one_that_a_person_can_do_something_about(kind: type[Exception]) -> None:
    assert issubclass(kind, ChatbotError)


@pytest.mark.parametrize("kind", KINDS)
def test_every_failure_stands_in_the_drawn_tree(kind: type[Exception]) -> None:
    assert f"── {kind.__name__} " in (errors.__doc__ or "")
