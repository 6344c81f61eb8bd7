"""The example messages of a library as lessons."""

from chatbot.knowledge.library import Library
from chatbot.understanding.lessons import ALARM, ASK_STEP, KIND, LEVEL, SIGN, lessons


def test_every_example_is_a_lesson_of_what_it_is(tiny_library: Library) -> None:
    found = {lesson.text: lesson for lesson in lessons(tiny_library, str.casefold)}
    for sign in tiny_library.signs:
        for text in sign.say_it_like:
            assert found[text.casefold()].kinds == {ALARM, SIGN + sign.id, LEVEL + sign.level}
    for record in tiny_library.lookalikes:
        assert found[record.text.casefold()].kinds == frozenset()
        assert found[record.text.casefold()].weight > 1
    for kind in tiny_library.kinds_of_message:
        assert all(found[text.casefold()].kinds == {KIND + kind.id} for text in kind.examples)
        assert all(found[text.casefold()].kinds == frozenset() for text in kind.not_examples)


def test_some_prepared_questions_are_lessons_that_nothing_is_wrong(tiny_library: Library) -> None:
    asks = [ask.text for passage in tiny_library.passages for ask in passage.asks]
    texts = [lesson.text for lesson in lessons(tiny_library, str) if not lesson.kinds]
    assert set(asks[::ASK_STEP]) <= set(texts)


def test_a_text_is_one_lesson(tiny_library: Library) -> None:
    texts = [lesson.text for lesson in lessons(tiny_library, str.casefold)]
    assert len(texts) == len(set(texts))
