"""Learning from example messages: what was seen is known, the rest by likeness, and nothing depends on chance."""

from fakes import HashingEncoder

from chatbot.understanding.learning import Learned, Lesson, learn

HURTS = ["my chest hurts", "her chest hurts now", "his leg hurts a lot", "the arm hurts"]
ASKS = ["what does it cost", "what is the price", "what does it do", "what is it"]
LESSONS = [
    *(Lesson(text, frozenset({"alarm", "pain"})) for text in HURTS),
    *(Lesson(text, frozenset(), 0.5) for text in ASKS),
]
NONE = [0.0]


def taught(lessons: list[Lesson] = LESSONS) -> Learned:
    return learn(lessons, HashingEncoder().read([lesson.text for lesson in lessons]), [NONE] * len(lessons))


def score(learned: Learned, text: str, told: list[float] = NONE) -> float:
    row = learned.scores(HashingEncoder().read([text]), [told])[0]
    return float(row[learned.kinds.index("alarm")])


def test_what_was_learned_is_known_again() -> None:
    learned = taught()
    assert learned.kinds == ("alarm", "pain")
    assert min(score(learned, text) for text in HURTS) > 0.5
    assert max(score(learned, text) for text in ASKS) < 0


def test_a_new_message_is_judged_by_its_likeness() -> None:
    learned = taught()
    assert score(learned, "my arm hurts now") > score(learned, "what is the cost")


def test_a_circumstance_moves_a_message_away_from_all_that_lack_it() -> None:
    learned = taught()
    assert abs(score(learned, HURTS[0], [1.0])) < abs(score(learned, HURTS[0], [0.0]))


def test_learning_again_gives_the_same_bytes() -> None:
    one, other = taught(), taught()
    assert one.weights.tobytes() == other.weights.tobytes()
