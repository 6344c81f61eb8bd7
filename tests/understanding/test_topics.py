"""What a question is about, and what form of answer it wants."""

import pytest

from chatbot.knowledge.library import Library
from chatbot.knowledge.records import PlanRecord
from chatbot.understanding.topics import Forms, Manner, TopicWords

PLANS = {
    "cost": PlanRecord(id="cost", name="Cost", phrases=("cost", "how much", "pay for")),
    "work": PlanRecord(id="work", name="Work", phrases=("work", "pay off", "Worth It")),
    "both": PlanRecord(id="both", name="Both", phrases=("cost",)),
    "none": PlanRecord(id="none", name="None"),
}


@pytest.fixture(scope="module")
def forms(library: Library) -> Forms:
    return Forms(library.reading)


@pytest.mark.parametrize(
    ("question", "topics"),
    [
        ("does it work?", {"work"}),
        ("how much does it cost", {"cost", "both"}),
        ("is it WORTH it", {"work"}),
        ("do costs matter", {"cost", "both"}),
        ("do houses matter", set()),
        ("how very much", set()),
        ("", set()),
    ],
)
def test_topics_are_found_by_their_phrases(question: str, topics: set[str]) -> None:
    assert TopicWords(PLANS).find(question).keys() == topics


@pytest.mark.parametrize(
    "question", ["how much for the work", "the cost, how much? does it work", "worth it: cost, pay for"]
)
def test_more_words_and_longer_phrases_speak_for_more(question: str) -> None:
    votes = TopicWords(PLANS).find(question)
    assert votes["cost"] > votes["work"]


def test_without_plans_nothing_is_a_topic() -> None:
    assert TopicWords({}).find("how much does it cost") == {}


FORMS = [
    ("is it safe", ("yes-no",)),
    ("ok so can she have it with a cold", ("yes-no",)),
    ("can you tell me if it works", ("yes-no",)),
    ("can you explain the price", ("how-much",)),
    ("he has ITP, does it work?", ("yes-no",)),
    ("what is ivig? is it safe?", ("yes-no",)),
    ("approved?", ("yes-no",)),
    ("how long does an infusion take?", ("how-long",)),
    ("when will it start to help?", ("how-long",)),
    ("how common is a headache?", ("how-common",)),
    ("what are the odds of a clot", ("how-common",)),
    ("how much does it cost?", ("how-much",)),
    ("why does it help in this disease?", ("why",)),
    ("where is it approved?", ()),
    ("which doctors say it works?", ()),
    ("what is ivig", ()),
    ("she is fine today", ()),
]


@pytest.mark.parametrize(("question", "wanted"), FORMS)
def test_the_form_of_answer_is_read_from_the_wording(forms: Forms, question: str, wanted: tuple[str, ...]) -> None:
    assert forms.find(question) == wanted


@pytest.mark.parametrize(
    ("question", "child"),
    [
        ("is it safe for my 5 year old", True),
        ("my SON has it", True),
        ("a seven-year-old", True),
        ("her kids", True),
        ("my husband is 50", False),
        ("the childhood of medicine", False),
        ("a 3 year course", False),
    ],
)
def test_a_question_about_a_child_is_told(forms: Forms, question: str, *, child: bool) -> None:
    assert forms.about_child(question) is child


@pytest.mark.parametrize(
    ("message", "manner"),
    [
        ("can it cause clots", Manner.GENERAL),
        ("How common is a headache?", Manner.GENERAL),
        ("what is a clot", Manner.GENERAL),
        ("is his face swelling right now", Manner.ASKING),
        ("headache since the infusion, is that normal?", Manner.ASKING),
        ("his lips are swelling what do i do", Manner.ASKING),
        ("his lips are swelling", Manner.TELLING),
        ("my son has a fever and a stiff neck", Manner.TELLING),
    ],
)
def test_telling_asking_and_asking_in_general_are_told_apart(forms: Forms, message: str, manner: Manner) -> None:
    assert forms.manner(message) is manner
