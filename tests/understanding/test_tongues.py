"""What is heard of a message: the language to reply in, signs in any language, earlier turns."""

from collections.abc import Sequence

import pytest
from samples import make_language, make_sign

from chatbot.domain import UrgencyLevel
from chatbot.knowledge.library import Library
from chatbot.understanding.language import Languages
from chatbot.understanding.tongues import LOOK_BACK, MOST_SIGNS, Tongues, tongues

NOW, TODAY, _ = UrgencyLevel
SPANISH = make_language()
PORTUGUESE = make_language("pt", words=["perna", "filho"], signs=[{"sign": "leg", "rules": [[["perna"]]]}])
SIGNS = [make_sign("leg", TODAY), make_sign("fit", NOW), make_sign("other", NOW)]


def ranked(text: str) -> Sequence[tuple[str, float]]:
    """Believe in Spanish wherever an ñ or an accent stands."""
    code = "es" if set(text) & set("ñóáé") else "nl" if "ij" in text else "en"
    return [(code, 1.0), *((other, 0.0) for other in ("en", "es", "pt", "nl") if other != code)]


@pytest.fixture
def ears() -> Tongues:
    records = [SPANISH, PORTUGUESE]
    return Tongues(records, SIGNS, Languages({r.code: r.words for r in records}, (), ranked))


def test_english_is_not_heard(ears: Tongues) -> None:
    heard = ears.hear("my leg hurts a lot")
    assert (heard.foreign, heard.language, heard.signs) == (False, None, ())


def test_a_foreign_message_is_heard_with_its_signs_the_most_urgent_first(ears: Tongues) -> None:
    heard = ears.hear("la pierna hinchada y una convulsión")
    assert (heard.foreign, heard.language) == (True, SPANISH)
    assert [sign.id for sign in heard.signs] == ["fit", "leg"]


def test_a_foreign_message_without_a_sign_has_its_language(ears: Tongues) -> None:
    heard = ears.hear("mi hijo está muy bien")
    assert (heard.foreign, heard.language, heard.signs) == (True, SPANISH, ())


def test_a_language_without_a_record_is_foreign(ears: Tongues) -> None:
    heard = ears.hear("mijn zoontje blijft bij")
    assert (heard.foreign, heard.language, heard.signs) == (True, None, ())


def test_a_sign_in_another_language_is_heard_in_an_english_message(ears: Tongues) -> None:
    heard = ears.hear("please help the pierna of my son is hinchada")
    assert (heard.foreign, heard.language) == (False, SPANISH)
    assert [sign.id for sign in heard.signs] == ["leg"]


def test_without_a_trace_of_a_language_its_rules_are_not_tried(ears: Tongues) -> None:
    assert ears.hear("please help he had a convulsion qwx").signs == ()


def test_what_is_denied_in_the_languages_own_words_is_not_told_in_anothers() -> None:
    records = [SPANISH, PORTUGUESE]
    unsure = Languages({r.code: r.words for r in records}, (), lambda _: [("es", 0.6), ("pt", 0.4), ("en", 0.0)])
    ears = Tongues(records, SIGNS, unsure)
    assert [sign.id for sign in ears.hear("perna filho hijo").signs] == ["leg"]
    assert ears.hear("perna filho hijo, pierna sin hinchazón").signs == ()


def test_a_sign_that_is_told_again_is_raised(ears: Tongues) -> None:
    heard = ears.hear("la pierna está más hinchada", ["tengo la pierna hinchada, señor"])
    assert [(sign.id, sign.level) for sign in heard.signs] == [("leg", NOW)]


def test_a_sign_told_a_few_turns_ago_still_counts_in_a_foreign_message_and_not_longer(ears: Tongues) -> None:
    told = "tuvo una convulsión"
    between = ["¿qué más?"] * (LOOK_BACK - 1)
    assert [sign.id for sign in ears.hear("mi hijo está mal", [told, *between]).signs] == ["fit"]
    assert ears.hear("mi hijo está mal", [told, *between, "sí señor"]).signs == ()
    assert ears.hear("what does it cost", [told]).signs == ()


def test_never_more_signs_than_fit_on_a_card() -> None:
    names = ["a", "b", "c", "d"]
    record = make_language(signs=[{"sign": name, "rules": [[["pierna"]]]} for name in names])
    ears = Tongues([record], [make_sign(name) for name in names], Languages({"es": record.words}, (), ranked))
    assert len(ears.hear("la pierna está qwx").signs) == MOST_SIGNS


@pytest.mark.parametrize(
    ("text", "code", "sign"),
    [
        ("a mi padre le sangra la fístula", "es", "access-bleeding"),
        ("导管一直流血", "zh", "access-bleeding"),
        ("導管 出血", "zh", "access-bleeding"),
        ("القسطرة تنزف", "ar", "access-bleeding"),
        ("tiene fiebre con el catéter", "es", "access-fever"),
    ],
)
def test_another_library_hears_its_own_signs(tiny_library: Library, text: str, code: str, sign: str) -> None:
    heard = tongues(tiny_library).hear(text)
    assert heard.language
    assert (heard.language.code, [found.id for found in heard.signs]) == (code, [sign])
