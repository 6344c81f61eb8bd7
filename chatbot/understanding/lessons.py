"""The example messages of a library as lessons: what tells of a sign, and what only shares its words."""

from collections.abc import Callable

from chatbot.knowledge.library import Library
from chatbot.understanding.learning import Lesson

ALARM = "alarm"
SIGN = "sign/"
LEVEL = "level/"
KIND = "kind/"
UNCOVERED = "uncovered"
"""The kind whose examples are questions near the subject that no record answers: it weighs in coverage alone."""
OFF_SUBJECT = "off-subject"
"""The kind whose examples have nothing to do with the subject."""
WEIGHT_OF_LOOKALIKE = 2.0
"""They are few beside the signs' own sentences, and are what an alarm is most easily taken for."""
ASK_STEP = 4
"""One in so many prepared questions is a lesson: they are many and alike."""

SetRight = Callable[[str], str]


def lessons(library: Library, set_right: SetRight) -> list[Lesson]:
    """List every example message with what it is an example of; a text stands once."""
    made = [
        Lesson(text, frozenset({ALARM, SIGN + sign.id, LEVEL + sign.level}))
        for sign in library.signs
        for text in sign.say_it_like
    ]
    made += [Lesson(record.text, frozenset(), WEIGHT_OF_LOOKALIKE) for record in library.lookalikes]
    for kind in library.kinds_of_message:
        made += [Lesson(text, frozenset({KIND + kind.id})) for text in kind.examples]
        made += [Lesson(text, frozenset()) for text in kind.not_examples]
    asks = [ask.text for passage in library.passages for ask in passage.asks]
    made += [Lesson(text, frozenset()) for text in asks[::ASK_STEP]]
    right = (lesson._replace(text=set_right(lesson.text)) for lesson in made)
    return list({lesson.text: lesson for lesson in right}.values())
