"""Failures in one line, settings, the progress bar."""

import pytest
from shell import Shell

from chatbot.commands.shared import progress_bar, told
from chatbot.errors import ChatbotError

COMMANDS = [("ask", "x"), ("corpus", "check"), ("corpus", "stats"), ("index",), ("serve",), ("uses",)]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (
            {"COLOR": "red"},
            "unknown setting CHATBOT_COLOR; remove it or use one of CHATBOT_AUDIT_KEY, CHATBOT_CHROMA_URL",
        ),
        ({"COUNTRY": "FR"}, "unknown country 'FR'; use one of US, EU"),
    ],
)
def test_a_setting_that_cannot_be_used_is_refused(
    shell: Shell, command: tuple[str, ...], settings: dict[str, str], message: str
) -> None:
    done = shell(*command, **settings)
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith(f"chatbot: {message}")


def test_only_failures_that_a_person_can_mend_are_told_in_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    @told
    def run(error: Exception) -> None:
        raise error

    with pytest.raises(SystemExit, match="1"):
        run(ChatbotError("do this"))
    assert capsys.readouterr().err == "chatbot: do this\n"
    with pytest.raises(ZeroDivisionError):
        run(ZeroDivisionError())


def test_a_bar_is_shown_from_the_first_step_on(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_bar("Building"):
        pass
    assert capsys.readouterr() == ("", "")
    with progress_bar("Building") as step:
        step(1, 4)
        step(4, 4)
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "Building: 100%" in shown.err


def test_a_second_pass_has_a_bar_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_bar("Building") as step:
        step(4, 4)
        step(2, 8)
    shown = capsys.readouterr().err
    assert "4/4" in shown
    assert "2/8" in shown
