"""Plain and short: reading grade of the short answer, its words and sentences, claims of the whole."""

from collections.abc import Callable

from chatbot.knowledge.library import Library
from chatbot.knowledge.sentences import sentences
from evals.reading_grade import Adjuster, grade
from evals.told import Told
from evals.verdict import Verdict, at_most, unscored

HIGHEST_GRADE = 8.0
MOST_WORDS = 60
MOST_SENTENCES = 4
MOST_CLAIMS = 12
Score = Callable[[object, Told], Verdict]


def _of_answers(measure: Callable[[Told], float], most: float, unit: str) -> Score:
    def score(_case: object, told: Told) -> Verdict:
        return at_most(measure(told), most, unit) if told.answered else unscored("no answer")

    return score


raw_grade = _of_answers(lambda told: grade(told.short), HIGHEST_GRADE, "school years")
words = _of_answers(lambda told: len(told.short.split()), MOST_WORDS, "words")
short_sentences = _of_answers(lambda told: len(sentences(told.short)), MOST_SENTENCES, "sentences")
claims = _of_answers(lambda told: len(told.reply["sentences"]), MOST_CLAIMS, "claims")


def adjusted_grade(library: Library) -> Score:
    """Return the scorer of the grade with names and figures that cannot be made plainer replaced."""
    adjust = Adjuster([n for use in library.uses.values() for n in (use.name, use.phrase, *use.synonyms)])
    return _of_answers(lambda told: grade(adjust(told.short)), HIGHEST_GRADE, "school years")
