import pytest
from drafts import Draft

from chatbot.errors import Problem
from chatbot.knowledge.library import Library
from chatbot.knowledge.reading import read_reading


def _problems(draft: Draft) -> list[Problem]:
    reading, problems = read_reading(draft.folder)
    assert (reading is None) == bool(problems)
    return problems


def test_the_first_of_equal_words_stands_for_all(tiny_library: Library) -> None:
    first = tiny_library.reading.first_of_same
    assert {first[word] for word in ("session", "sessions", "appointment")} == {"session"}


@pytest.mark.parametrize(
    ("sentence", "leans"),
    [
        ("It takes long.", True),
        ("They, too, rest.", True),
        ("ONE uses a machine.", True),
        ("Items are listed.", False),
        ("Dialysis, it is said, helps.", False),
    ],
)
def test_a_sentence_leans_on_the_last_by_its_first_word(tiny_library: Library, sentence: str, *, leans: bool) -> None:
    assert tiny_library.reading.leans(sentence) is leans


@pytest.mark.parametrize(("sentence", "qualifies"), [("But few did.", True), ("Butter helps.", False)])
def test_a_sentence_takes_back_the_last_by_its_first_word(
    tiny_library: Library, sentence: str, *, qualifies: bool
) -> None:
    assert tiny_library.reading.qualifies(sentence) is qualifies


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("pointing: '\\b(?:it", "pointing: '\\b(?:it(", "pointing"),
        ("why: ['\\bwhy\\b']", "why: ['why', '*']", "forms.why.1"),
        ("adult: '\\badults?\\b'", "adult: 3", "adult"),
        ("leaning_openers:", "leaning_words:", "leaning_openers"),
        ("[dialysis, haemodialysis, hemodialysis, kidney machine]", "[]", "treatment_names"),
    ],
)
def test_what_does_not_hold_is_told_with_its_field(draft: Draft, old: str, new: str, field: str) -> None:
    draft.change("reading.yaml", old, new)
    told = [(problem.file, problem.field) for problem in _problems(draft)]
    assert ("reading.yaml", field) in told


def test_a_broken_file_is_told(draft: Draft) -> None:
    draft.write("reading.yaml", "stop: [a")
    assert "is not valid YAML" in _problems(draft)[0].what
