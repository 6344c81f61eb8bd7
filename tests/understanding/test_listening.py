"""What is heard in a message: scores by kind, symptoms, circumstances and manner."""

import pytest
from fakes import HashingEncoder

from chatbot.finding.metric import Metric
from chatbot.knowledge.library import Library
from chatbot.knowledge.records import ConceptRecord
from chatbot.understanding.learning import Lesson
from chatbot.understanding.lessons import KIND, UNCOVERED
from chatbot.understanding.listening import NEAREST, PHRASES, Circumstances, Heard, Listener
from chatbot.understanding.symptoms import Rules, Symptoms, Told
from chatbot.understanding.taught import teach
from chatbot.understanding.topics import Forms

SYMPTOMS = Symptoms(Rules([ConceptRecord(id="creak", says=("creak*",))], {"old": [("creak",)]}, ("no",), ()))
CIRCUMSTANCES = Circumstances({"past": (r"\blast year\b",), "now": (r"\bnow\b", r"\btonight\b")})
YES, NO = Told("old", 0, 1, denied=False), Told("old", 0, 1, denied=True)


@pytest.mark.parametrize(
    ("text", "told", "held"),
    [
        ("it creaks NOW", [YES], {"past": 0, "now": 1, "told": 1, "denied": 0}),
        ("last year, tonight", [], {"past": 1, "now": 1, "told": 0, "denied": 0}),
        ("no creak", [NO], {"past": 0, "now": 0, "told": 0, "denied": 1}),
        ("", [], {"past": 0, "now": 0, "told": 0, "denied": 0}),
    ],
)
def test_circumstances_are_ones_and_zeros_by_name(text: str, told: list[Told], held: dict[str, float]) -> None:
    assert CIRCUMSTANCES(text, told) == held


def test_every_text_is_heard_with_its_scores_symptoms_and_manner(library: Library) -> None:
    lessons = [Lesson("it creaks now", frozenset({"alarm"})), Lesson("what does it cost", frozenset())]
    beside = [list(CIRCUMSTANCES(lesson.text, SYMPTOMS.find(lesson.text)).values()) for lesson in lessons]
    encoder = HashingEncoder()
    taught = teach(lessons, encoder.read([lesson.text for lesson in lessons]), beside)
    listener = Listener(taught, CIRCUMSTANCES, SYMPTOMS, Forms(library.reading))
    texts = ["it creaks now", "what does it cost?"]
    creaks, costs = listener.hear(texts, encoder.read(texts))
    assert creaks.scores["alarm"] > costs.scores["alarm"]
    assert creaks.scores[PHRASES + "alarm"] > 0 > costs.scores[PHRASES + "alarm"]
    assert [one.sign for one in creaks.told] == ["old"]
    assert costs.told == ()
    assert (creaks.held["general"], costs.held["general"]) == (0, 1)


def test_by_a_metric_messages_are_compared_with_single_examples_where_differences_count(library: Library) -> None:
    kind = KIND + UNCOVERED
    lessons = [Lesson("why is the sky blue", frozenset({kind})), Lesson("what does it cost", frozenset())]
    beside = [list(CIRCUMSTANCES(lesson.text, ()).values()) for lesson in lessons]
    encoder = HashingEncoder()
    taught = teach(lessons, encoder.read([lesson.text for lesson in lessons]), beside)
    plain = Listener(taught, CIRCUMSTANCES, SYMPTOMS, Forms(library.reading))
    vectors = encoder.encode(["why is the sky blue", "why is the sea salt", "what does it cost"])
    metric = Metric(vectors, [])
    asked = ["why is the sea blue"]
    read = encoder.read(asked)
    assert plain.hear(asked, read)[0].scores[NEAREST + kind] == pytest.approx(float(read.vectors[0] @ vectors[0]))
    wanted = float(metric.units(read.vectors)[0] @ metric.units(vectors)[0])
    assert plain.by(metric).hear(asked, read)[0].scores[NEAREST + kind] == pytest.approx(wanted)
    assert wanted != pytest.approx(float(read.vectors[0] @ vectors[0]))


def test_what_is_quiet_keeps_only_symptoms_told_in_plain_words() -> None:
    assert Heard("hi", {"alarm": 0.9}).quiet().scores == {}
    assert Heard("no creak", {"alarm": 0.9}, (NO,)).quiet().scores == {}
    assert Heard("creaks", {"alarm": 0.9}, (YES,)).quiet().scores == {"alarm": 0.9}
