"""Misspelt words: set right where one word of the library is near, left alone otherwise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.knowledge.library import Library
from chatbot.understanding.question import Reader, name_words, vocabulary
from chatbot.understanding.spelling import ABBREVIATION, LONG, WRONG, Speller, english, slips, unlike
from chatbot.understanding.text import key

VOCABULARY = {
    "headache": 9,
    "headaches": 3,
    "infusion": 9,
    "thrombosis": 3,
    "thrombocytes": 1,
    "itp": 5,
    "clots": 2,
    "cloth": 8,
    "b19": 1,
}
SPELLER = Speller(VOCABULARY)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hedache", "headache"),
        ("infushion", "infusion"),
        ("thrombosys", "thrombosis"),
        ("headache", "headache"),
        ("clotz", "clots"),
    ],
)
def test_the_nearest_word_of_the_library_is_meant(typed: str, meant: str) -> None:
    assert SPELLER.correct(typed) == meant


@pytest.mark.parametrize(
    "word",
    ["itpp", "itq", "", "b20", "cat", "school", "hdchx", "eadache", "zyzzyva", "headach3", "clxxs"],
    ids=lambda word: word or "empty",
)
def test_a_word_that_is_short_known_or_far_is_left_alone(word: str) -> None:
    assert SPELLER.correct(word) == word


def test_a_word_of_english_is_never_turned_into_one_of_the_library() -> None:
    assert english()["house"] < 30_000
    assert Speller({"mouse": 99, "houses": 99}).correct("house") == "house"


def test_further_words_that_are_meant_stay_as_they_are() -> None:
    assert Speller({"rigour": 9}).correct("rigor") == "rigour"
    assert Speller({"rigour": 9}, meant=["rigor"]).correct("rigor") == "rigor"


def test_a_rare_word_of_english_may_be_a_misspelling() -> None:
    rare = next(word for word, rank in english().items() if rank > 60_000 and len(word) > LONG and word.isalpha())
    assert Speller({rare[0] + rare: 1}).correct(rare) == rare[0] + rare
    assert Speller({rare[:-1] + "qq": 1}).correct(rare) == rare


def test_of_equally_near_words_the_more_frequent_then_the_first_wins() -> None:
    assert Speller({"headxche": 1, "headdche": 5}).correct("headsche") == "headdche"
    assert Speller({"headxche": 5, "headdche": 5, "headache": 5}).correct("headsche") == "headache"


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Does the INFUSHION give hedaches? 2 g/kg!", "Does the infusion give headaches? 2 g/kg!"),
        ("Headache", "Headache"),
        ("héadaché", "héadaché"),
        ("  spaces   kept ", "  spaces   kept "),
    ],
)
def test_in_a_text_only_wrong_words_change(text: str, right: str) -> None:
    assert SPELLER.correct_text(text) == right


@given(st.text(max_size=40))
def test_a_corrected_text_needs_no_more_correcting(text: str) -> None:
    once = SPELLER.correct_text(text)
    assert SPELLER.correct_text(once) == once


PARENTS = [
    ("hedache", "headache"),
    ("headake", "headache"),
    ("vacine", "vaccine"),
    ("infushion", "infusion"),
    ("kidnee", "kidney"),
    ("anaphalaxis", "anaphylaxis"),
    ("steriod", "steroid"),
    ("thrombosys", "thrombosis"),
    ("kawasaky", "kawasaki"),
    ("dermatomyositus", "dermatomyositis"),
    ("swolen", "swollen"),
    ("diarea", "diarrhea"),
    ("feaver", "fever"),
    ("vomitting", "vomiting"),
    ("nausia", "nausea"),
    ("seizer", "seizure"),
    ("pnumonia", "pneumonia"),
    ("brething", "breathing"),
    ("itchey", "itchy"),
    ("bruseing", "bruising"),
]


@pytest.fixture(scope="module")
def real_speller(library: Library) -> Speller:
    reading = library.reading
    return Speller(vocabulary(library), (), name_words(library), reading.stop, reading.misspelt)


@pytest.mark.parametrize(("typed", "meant"), PARENTS)
def test_words_as_parents_misspell_them(real_speller: Speller, typed: str, meant: str) -> None:
    assert real_speller.correct(typed) == meant


def test_no_word_of_the_library_is_taken_for_a_misspelling(library: Library, real_speller: Speller) -> None:
    words = vocabulary(library)
    misspelt = library.reading.misspelt
    assert [word for word in words if real_speller.correct(word) not in {word, misspelt.get(word)}] == []


def test_prepared_misspellings_are_no_words_of_the_library(library: Library) -> None:
    asked = {word for passage in library.passages for ask in passage.asks for word in key(ask.text)}
    written = {word for passage in library.passages for word in key(passage.text)}
    names = {word for use in library.uses.values() for name in (use.name, *use.synonyms) for word in key(name)}
    names |= {word for record in library.ambiguous for word in key(record.term)}
    names |= {word for name in library.reading.treatment_names for word in key(name)}
    names |= {word for plan in library.plans.values() for phrase in plan.phrases for word in key(phrase)}
    names |= {word for group in library.reading.same for word in group}
    misspelt = asked - written - names - set(english())
    assert misspelt, "the library prepares misspelt questions"
    assert misspelt.isdisjoint(vocabulary(library))


# Nearness


@pytest.mark.parametrize(
    ("typed", "nearer", "farther"),
    [
        ("diarea", "diarrhea", "diary"),
        ("seizer", "seizure", "size"),
        ("hedache", "headache", "hedge"),
        ("sycle", "cycle", "style"),
        ("form", "from", "for"),
    ],
)
def test_a_common_slip_counts_for_less_than_a_letter_out_of_nowhere(typed: str, nearer: str, farther: str) -> None:
    assert unlike(typed, nearer) < unlike(typed, farther)


@given(st.text("abcdeh", max_size=7), st.text("abcdeh", max_size=7))
def test_nearness_is_a_distance(one: str, other: str) -> None:
    assert unlike(one, one) == 0
    assert (unlike(one, other) == 0) is (one == other)
    assert unlike(one, other) == unlike(other, one) <= WRONG * max(len(one), len(other))


def test_a_word_as_near_to_two_illnesses_is_left() -> None:
    words = {"hemoritis": 5, "hemolitis": 5}
    named = {"hemoritis": frozenset({"one"}), "hemolitis": frozenset({"two"})}
    assert Speller(words).correct("hemobitis") == "hemolitis"
    assert Speller(words, names=named).correct("hemobitis") == "hemobitis"
    assert Speller(words, names=dict.fromkeys(words, frozenset({"one"}))).correct("hemobitis") == "hemolitis"


# Words run together


@pytest.mark.parametrize(
    ("typed", "apart"),
    [
        ("doesivigwork", "does ivig work"),
        ("cantbreathe", "cant breathe"),
        ("sideeffects", "side effects"),
        ("Isitsafe for kids", "Is it safe for kids"),
        ("bloodtest", "blood test"),
        ("forautism", "for autism"),
        ("kawasakidisease", "kawasaki disease"),
    ],
)
def test_words_run_together_are_taken_apart(real_speller: Speller, typed: str, apart: str) -> None:
    assert real_speller.parted(typed) == apart
    assert real_speller.correct_text(typed) == apart


@pytest.mark.parametrize(
    "word",
    [
        "Amanda",
        "Jackson",
        "Fatima",
        "rituximab",
        "adalimumab",
        "infushion",
        "thrombocytopenia",
        "cannot",
        "xqzvbnw",
        "",
    ],
    ids=lambda word: word or "empty",
)
def test_a_word_that_does_not_clearly_fall_apart_is_left(real_speller: Speller, word: str) -> None:
    assert real_speller.parted(word) == word


# Illnesses


def _typos(word: str) -> set[str]:
    """Every word one slip behind the first letter away: a letter lost, doubled, swapped with the next, or next door."""
    made = {word[:i] + word[i + 1 :] for i in range(1, len(word))}
    made |= {word[: i + 1] + word[i:] for i in range(1, len(word))}
    made |= {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(1, len(word) - 1)}
    made |= {word[:i] + other + word[i + 1 :] for i in range(1, len(word)) for other in "aeiost" if other != word[i]}
    return made - {word}


def _with_a_typo(name: str) -> list[str]:
    words = name.split(" ")
    return [
        " ".join([*words[:i], typo, *words[i + 1 :]])
        for i, word in enumerate(words)
        if word.isalpha() and len(word) > ABBREVIATION
        for typo in sorted(_typos(word))[::5]
    ]


def _parts(name: str) -> list[str]:
    words = name.split(" ")
    return [" ".join(words[start:end]) for start in range(len(words)) for end in range(start + 1, len(words) + 1)]


def test_no_name_of_an_illness_becomes_another_by_a_typing_error(library: Library, reader: Reader) -> None:
    """Recognised as the same use, or as a part of its name, or as nothing: never as an illness that was not named."""
    named = {key(name) for use in library.uses.values() for name in (use.name, *use.synonyms)}
    wrong, right, total = [], 0, 0
    for use in library.uses.values():
        for name in (use.name, *use.synonyms):
            if not reader._speller._usual.keys().isdisjoint(key(name)):
                continue  # misspelt already
            within = {found for part in _parts(name) for mention in reader._names.find(part) for found in mention.uses}
            for typed in _with_a_typo(name):
                mentions = reader._names.find(typed)
                total += 1
                right += any(use.id in mention.uses for mention in mentions)
                others = [m for m in mentions if use.id not in m.uses and not within.issuperset(m.uses)]
                if others and key(typed) not in named:
                    wrong.append((name, typed, others))
    assert wrong == []
    assert right / total > 0.9


def test_a_short_name_is_meant_only_where_letters_are_swapped_or_doubled() -> None:
    """COPD is no slip for CIDP: another illness that the library does not know."""
    speller = Speller({"cidp": 9}, names={"cidp": frozenset({"cidp"})})
    assert len("cidp") == ABBREVIATION
    assert [speller.correct(word) for word in ("cdip", "ciddp", "copd", "cids")] == ["cidp", "cidp", "copd", "cids"]


@pytest.mark.parametrize(
    "word",
    [
        *("hypotension", "haemoptysis", "fainting", "convulsion", "cuddles", "wifes", "havent", "todays", "dozing"),
        *("clammy", "floppy", "wheezy", "rattly", "blistery", "purply", "pulseless", "writhing", "rigors", "clonic"),
        *("nephrotic", "scleritis", "thrombolysis", "nephrologist", "hepatitis", "polyarteritis", "pericarditis"),
    ],
)
def test_a_word_that_may_be_right_is_left(real_speller: Speller, word: str) -> None:
    assert real_speller.correct(word) == word


def test_a_short_form_stays_whole(real_speller: Speller) -> None:
    assert real_speller.correct_text("he couldn't breathe, she wasn’t") == "he couldn't breathe, she wasn’t"


def test_a_swallowed_g_is_no_word_of_its_own(real_speller: Speller) -> None:
    assert real_speller.correct_text("hes bleedin and feelin sick") == "hes bleeding and feeling sick"


def test_an_everyday_word_goes_before_a_name_as_near() -> None:
    words, names = {"cronis": 1, "chronic": 1}, {"cronis": frozenset({"one"})}
    assert Speller(words).correct("chronis") == "cronis"
    assert Speller(words, names=names).correct("chronis") == "chronic"


def test_a_misspelt_name_is_not_what_anyone_means_to_write() -> None:
    named = dict.fromkeys(("trombonitis", "thrombonitis"), frozenset({"one"}))
    words = {"trombonitis": 1, "thrombonitis": 2}
    assert Speller(words, names=named).correct("tsrombonitis") == "thrombonitis"
    assert Speller(words, names=named).correct("trombonitis") == "trombonitis"


@pytest.mark.parametrize(
    ("typed", "meant", "near"),
    [("caildren", "children", True), ("ivio", "ivig", False), ("body", "baby", False), ("aody", "body", False)],
)
def test_what_the_words_around_lead_to_expect_may_be_farther_off(typed: str, meant: str, *, near: bool) -> None:
    assert (slips(typed, meant) is not None) is near


def test_a_frequent_misspelling_has_its_right_word() -> None:
    assert Speller({"headache": 1}, misspelt={"edake": "headache"}).correct_text("Edake!") == "headache!"


def test_every_misspelling_is_set_right_to_a_word_that_is_known(library: Library, real_speller: Speller) -> None:
    for wrong, right in library.reading.misspelt.items():
        assert real_speller.correct(wrong) == right
        assert real_speller.correct(right) == right
        assert wrong not in english()
