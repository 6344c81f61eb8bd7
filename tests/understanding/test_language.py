"""Which language a message is in: misspelt English and names stay English, other languages are told apart."""

from collections.abc import Callable, Mapping, Sequence

import pytest

from chatbot.knowledge.library import Library
from chatbot.understanding.language import ENGLISH, SURE, SURE_ALONE, TOLD_APART, Languages, detector
from chatbot.understanding.tongues import Tongues, tongues

WORDS = {"es": ["hijo", "está", "la", "muy"], "pt": ["filho", "está", "muito"], "ru": []}


def believing(likelihoods: Mapping[str, float]) -> Callable[[str], Sequence[tuple[str, float]]]:
    """Make a detector that always believes the same."""
    ranked = sorted({ENGLISH: 0.0, **likelihoods}.items(), key=lambda pair: -pair[1])
    return lambda _: ranked


def language(text: str, **likelihoods: float) -> str:
    return Languages(WORDS, ["Guillain-Barré", "a pain"], believing(likelihoods)).of(text).language


@pytest.mark.parametrize(
    ("text", "likelihoods", "code"),
    [
        ("mi hijo qwx", {"es": SURE + 0.1}, "es"),
        ("mi hijo qwx", {"es": SURE - 0.1}, "en"),
        ("mi hijo qwx", {"es": SURE + 0.1, "en": 0.2}, "en"),
        ("zzq qwx vbb", {"es": SURE_ALONE}, "es"),
        ("zzq qwx vbb", {"es": SURE_ALONE - 0.1}, "en"),
        ("zzq qwx", {"es": 1.0}, "en"),
        ("hijo muy qwx", {"en": 1.0}, "es"),
        ("hijo qwx vbb", {"en": 1.0}, "en"),
        ("hijo muy what is it", {"es": 1.0}, "en"),
    ],
)
def test_the_detector_is_believed_beside_words_of_the_language_and_not_against_english_ones(
    text: str, likelihoods: Mapping[str, float], code: str
) -> None:
    assert language(text, **likelihoods) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Guillain Barré", "en"),
        ("GUILLAIN-BARRÉ", "en"),
        ("Guillain qwx vbb zzq", "es"),
        ("pain", "en"),
        ("12 mg / 30", "en"),
        ("", "en"),
    ],
)
def test_names_and_figures_belong_to_no_language(text: str, code: str) -> None:
    assert language(text, es=1.0) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Помогает ли это?", "ru"),
        ("помогает ли IVIG", "ru"),
        ("β cells", "en"),
        ("α", "en"),
        ("βήτα ab", "ru"),
        ("what does капельница mean", "en"),
    ],
)
def test_what_is_mostly_in_another_script_is_foreign(text: str, code: str) -> None:
    assert language(text, ru=1.0) == code


def test_a_language_of_the_library_goes_before_one_that_is_hardly_likelier() -> None:
    assert language("Ворота", sr=0.5, ru=0.3) == "ru"
    assert language("Ворота", sr=0.5, ru=0.2) == "sr"


@pytest.mark.parametrize(
    ("text", "only"),
    [("my leg hurts", True), ("my leg hurtz", False), ("está", False), ("Guillain-Barré", True), ("нога", False)],
)
def test_english_alone_is_known_as_such(text: str, *, only: bool) -> None:
    assert Languages(WORDS, ["Guillain-Barré"], believing({"en": 1.0})).of(text).only_english is only


def test_a_message_that_is_not_certainly_in_one_language_has_traces_of_others() -> None:
    made = Languages(WORDS, [], believing({"es": 0.5, "pt": 0.45}))
    assert made.of("hijo está qwx").traces == {"es", "pt"}
    assert Languages(WORDS, [], believing({"es": 0.95})).of("hijo está qwx").traces == frozenset()
    assert Languages(WORDS, [], believing({"en": 0.95})).of("my hijo is ill").traces == {"es"}


def test_the_detector_ranks_only_what_it_is_given() -> None:
    rank = detector(("es", "fr"))
    assert {code for code, _ in rank("me duele la cabeza")} == {"en", "es", "fr"}
    assert rank("me duele la cabeza")[0][0] == "es"
    assert sum(likelihood for _, likelihood in rank("me duele la cabeza")) == pytest.approx(1)


def test_every_other_language_is_known_to_the_detector() -> None:
    assert {code for code, _ in detector(TOLD_APART)("text")} == {ENGLISH, *TOLD_APART}


# The whole library


@pytest.fixture(scope="module")
def heard(library: Library) -> Tongues:
    return tongues(library)


@pytest.mark.parametrize(
    "text",
    [
        "hw mch dos it cst",
        "can i giv tylenol b4",
        "IS IVIG APPROVED FOR CIDP",
        "Guillain Barre",
        "Kawasaki",
        "my child 😭😭 is so tired",
        "por favor explain the side effects",
        "what does 静脉注射 mean on the bottle",
        "Nguyen family here, how long is it",
        "melatonin plus ivig",
        "thx",
    ],
)
def test_english_stays_english_however_it_is_typed(heard: Tongues, text: str) -> None:
    assert not heard.hear(text).foreign


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("¿sirve la IVIG para el autismo?", "es"),
        ("GRACIAS POR LA AYUDA", "es"),
        ("est ce que ca marche pour l'autisme", "fr"),
        ("quanto custa o tratamento", "pt"),
        ("丙种球蛋白是什么？", "zh"),
        ("ما هي الآثار الجانبية", "ar"),
        ("сколько стоит курс", "ru"),
        ("इलाज का खर्च कितना है", "hi"),
        ("ilaj ka kharch kitna hai", "hi"),
        ("chi phí điều trị bao nhiêu", "vi"),
        ("wie lange dauert die Infusion", "de"),
        ("治療費はいくらですか", "ja"),
        ("치료비가 얼마예요", "ko"),
    ],
)
def test_other_languages_are_recognised(heard: Tongues, text: str, code: str) -> None:
    found = heard.hear(text)
    assert found.foreign
    assert found.language
    assert found.language.code == code


def test_a_language_without_a_record_is_foreign_all_the_same(heard: Tongues) -> None:
    found = heard.hear("hoeveel kost de behandeling voor mijn zoon")
    assert found.foreign
    assert found.language is None


@pytest.mark.parametrize("text", ["I'm well", "I’m well", "im well", "dont run", "vo2max", "it's a b12 shot"])
def test_what_only_english_writes_and_what_has_figures_in_it_is_no_word_of_another_language(text: str) -> None:
    made = Languages({"de": ["im", "its"], "vi": ["vo"]}, [], believing({"de": 1.0}))
    assert made.of(text).only_english
