"""Names of uses as people type them; a word that only looks like a name is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.knowledge.library import Library
from chatbot.understanding.question import Reader, vocabulary
from chatbot.understanding.spelling import Speller
from chatbot.understanding.text import clean, tokens
from chatbot.understanding.uses import UseNames

MYASTHENIA = ["myasthenia-gravis-exacerbation", "myasthenia-gravis-maintenance"]
LOW_PLATELETS = ["immune-thrombocytopenia", "fetal-neonatal-alloimmune-thrombocytopenia", "post-transfusion-purpura"]


@pytest.fixture(scope="module")
def names(library: Library) -> UseNames:
    return UseNames(library.uses, library.ambiguous, Speller(vocabulary(library)), library.reading)


def found(names: UseNames, question: str) -> list[str]:
    return [use for mention in names.find(question) for use in mention.uses]


NAMED = [
    ("does it work for kawasakis", ["kawasaki-disease"]),
    ("KAWASAKI?", ["kawasaki-disease"]),
    ("kawasaky disease", ["kawasaki-disease"]),
    ("ivig for gillian barre", ["guillain-barre-syndrome"]),
    ("guillian-barre syndrome", ["guillain-barre-syndrome"]),
    ("Guillain–Barré", ["guillain-barre-syndrome"]),
    ("miller fisher", ["guillain-barre-syndrome"]),
    ("brain fog after covid", ["long-covid"]),
    ("can aspergers be helped", ["autism-spectrum-disorder"]),
    ("autizm and ivig", ["autism-spectrum-disorder"]),
    ("dermatomyositus", ["dermatomyositis"]),
    ("multiple sclorosis", ["multiple-sclerosis"]),
    ("ivig for lupis", ["lupus"]),
    ("parvo b19", ["parvovirus-red-cell-aplasia"]),
    ("does ivig work for ME/CFS", ["mecfs"]),
    ("toxic shock", ["toxic-shock-syndrome"]),
    ("自闭症", ["autism-spectrum-disorder"]),
    ("CIDP vs MMN", ["cidp", "multifocal-motor-neuropathy"]),
    ("tourettes and ocd", ["tourette-tics", "ocd"]),
    ("what is a trough level", []),
    ("kids with cancer", []),
    ("", []),
]


@pytest.mark.parametrize(("question", "uses"), NAMED)
def test_names_are_found_as_people_type_them(names: UseNames, question: str, uses: list[str]) -> None:
    assert found(names, question) == uses


@pytest.mark.parametrize(
    ("question", "uses"),
    [
        ("is PI a reason for it", ["primary-immunodeficiency"]),
        ("what is pi", []),
        ("ivig for SID", ["secondary-immunodeficiency"]),
        ("my cousin sid", []),
        ("approved for MG?", MYASTHENIA),
        ("is 500 mg enough", []),
        ("MG dose or mg dose", MYASTHENIA),
        ("DM", ["dermatomyositis", "type-1-diabetes"]),
        ("dm me", []),
    ],
)
def test_some_short_names_count_only_as_written(names: UseNames, question: str, uses: list[str]) -> None:
    assert found(names, question) == uses


@pytest.mark.parametrize(
    ("question", "uses"),
    [
        ("does ivig help hives", ["chronic-urticaria"]),
        ("he got hives after the drip", []),
        ("treatment for gluten", ["coeliac-disease"]),
        ("is there gluten in the bottle", []),
        ("does ivig help chronic fatigue", ["mecfs"]),
        ("chronic fatigue since the infusion", []),
        ("ivig for hiv in children", ["paediatric-hiv"]),
        ("is the plasma tested for hiv", []),
        ("do they screen donors for hepatitis and HIV", []),
        ("does it help with rituals and obsessions", ["ocd", "ocd"]),
        ("help! he lost a lot of his words", []),
    ],
)
def test_an_everyday_word_counts_only_as_what_is_treated(names: UseNames, question: str, uses: list[str]) -> None:
    assert found(names, question) == uses


@pytest.mark.parametrize(
    ("question", "uses"),
    [
        ("low platelets", LOW_PLATELETS),
        ("low platelets from ITP", ["immune-thrombocytopenia"]),
        ("myesthenia gravis", MYASTHENIA),
        ("neuropathy", ["cidp", "multifocal-motor-neuropathy", "small-fibre-neuropathy", "diabetic-neuropathy"]),
        ("peripheral neuropathy from cidp", ["cidp"]),
        ("diabetes", ["type-1-diabetes", "diabetic-neuropathy"]),
    ],
)
def test_an_ambiguous_name_means_all_its_uses_unless_another_is_sure(
    names: UseNames, question: str, uses: list[str]
) -> None:
    assert found(names, question) == uses


@pytest.mark.parametrize(
    ("question", "uses"),
    [
        ("ocd and tics after strep, is it pans", ["pans-pandas"]),
        ("PANDAS, tics, ivig", ["pans-pandas"]),
        ("ocd and tourettes", ["ocd", "tourette-tics"]),
        ("pandas and lupus", ["pans-pandas", "lupus"]),
    ],
)
def test_a_symptom_of_a_use_that_is_named_is_not_asked_about(names: UseNames, question: str, uses: list[str]) -> None:
    assert found(names, question) == uses


@pytest.mark.parametrize(
    ("question", "uses"),
    [
        ("I'm a type 1 diabetic, is IVIG for CIDP safe for my sugar", ["cidp"]),
        ("he has lupus. what does ivig for his ITP do to it", ["immune-thrombocytopenia"]),
        ("does ivig treat CIDP in someone with lupus", ["cidp"]),
        ("ivig for CIDP or for lupus", ["cidp", "lupus"]),
        ("I have IgA deficiency and myasthenia gravis, can I have IVIG", ["selective-iga-deficiency", *MYASTHENIA]),
        ("he has tourettes, no OCD, would ivig help", ["tourette-tics"]),
        ("it is CIDP, not GBS", ["cidp"]),
        ("it is OCD and not PANDAS", ["ocd"]),
        ("does he have OCD or no OCD", ["ocd"]),
        ("what about autism without PANDAS", ["autism-spectrum-disorder"]),
        ("is it not for lupus", ["lupus"]),
    ],
)
def test_an_illness_had_beside_what_it_is_for_or_denied_is_not_asked_about(
    names: UseNames, question: str, uses: list[str]
) -> None:
    assert [use for mention in names.asked_about(question) for use in mention.uses] == uses


@pytest.mark.parametrize(
    ("question", "uses"),
    [
        ("i have diabetes too", []),
        ("she also has lupus", []),
        ("is it for lupus too", ["lupus"]),
        ("he has lupus", ["lupus"]),
    ],
)
def test_an_illness_that_somebody_has_too_is_not_what_is_treated(
    names: UseNames, question: str, uses: list[str]
) -> None:
    assert found(names, question) == uses


def test_the_longest_name_wins_and_is_used_once(names: UseNames) -> None:
    (mention,) = names.find("is it for juvenile dermatomyositis?")
    assert (mention.uses, mention.start, mention.end) == (("juvenile-dermatomyositis",), 3, 5)


def test_every_use_is_found_by_its_name_and_each_synonym(library: Library, names: UseNames) -> None:
    typed = [(use.id, name) for use in library.uses.values() for name in (use.name, *use.synonyms)]
    missed = [(use, name) for use, name in typed if use not in found(names, f"does ivig work for {name}")]
    assert missed == []


def test_every_ambiguous_name_means_its_uses(library: Library, names: UseNames) -> None:
    missed = [r.term for r in library.ambiguous if not set(r.uses) <= set(found(names, f"does ivig work for {r.term}"))]
    assert missed == []


def test_no_use_is_named_by_the_words_of_the_treatment_alone(library: Library, names: UseNames) -> None:
    assert [name for name in library.reading.treatment_names if found(names, f"does {name} work for it")] == []


@given(st.text(max_size=60))
def test_a_mention_stands_inside_the_question_and_none_overlap(reader: Reader, question: str) -> None:
    mentions = reader._names.find(question)
    ends = [0, *(mention.end for mention in mentions)]
    assert all(ends[i] <= mention.start < mention.end for i, mention in enumerate(mentions))
    assert ends[-1] <= len(tokens(clean(question)))
