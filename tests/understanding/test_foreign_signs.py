"""Signs told in another language: rules, how texts are folded, and what switches a rule off."""

from typing import Any

import pytest
from samples import make_language

from chatbot.understanding.foreign_signs import Fold, ForeignSigns


def signs(text: str, **changes: Any) -> tuple[str, ...]:
    return ForeignSigns(make_language(**changes)).find(text).signs


def fold(*, spaces: bool = True, marks: bool = False, **same: str) -> Fold:
    return Fold(same, spaces=spaces, marks=marks)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("La PIERNA, ¡está hinchada!", [" la pierna , esta hinchada "]),
        ("Tiene 38.5 y 38,5. ¿Qué hago", [" tiene 38.5 y 38,5 ", " que hago "]),
        ("ayudaaa... no respirra", [" ayuda ", " no respira "]),
        ("s'étouffe - aide-moi", [" setoufe aide moi "]),
        ("؟ ؟", []),
        ("", []),
    ],
)
def test_a_text_becomes_folded_sentences(text: str, sentences: list[str]) -> None:
    assert fold().sentences(text) == sentences


def test_letters_that_are_the_same_are_folded_into_one() -> None:
    assert fold(氣="气", spaces=False).sentences("喘不 過 氣。頭痛") == ["喘不過气", "頭痛"]
    assert fold(ة="ه").sentences("أُسرة") == [" اسره "]


def test_marks_stay_where_they_make_another_letter() -> None:
    assert fold(marks=True).sentences("Đầu đau") == [" đầu đau "]
    assert fold(đ="d").sentences("Đầu đau") == [" dau dau "]


@pytest.mark.parametrize(("text", "phrase"), [("_no_", " no "), ("se Hincha", "se hincha"), ("tos_", "tos ")])
def test_an_underscore_is_the_edge_of_a_word(text: str, phrase: str) -> None:
    assert fold().phrase(text) == phrase


def test_there_is_no_edge_where_there_are_no_spaces() -> None:
    assert fold(spaces=False).phrase("_喘 气_") == "喘气"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("mi pierna está hinchada", ("leg",)),
        ("hinchada está la pierna", ("leg",)),
        ("una convulsion", ("fit",)),
        ("la pierna hinchada y un ataque, está tieso", ("leg", "fit")),
        ("mi pierna. está hinchada", ()),
        ("la pierna de mi hijo que tiene cinco años está hinchada", ()),
        ("la entrepierna hinchada", ()),
        ("la pierna", ()),
        ("", ()),
    ],
)
def test_a_sign_is_told_where_one_of_each_group_stands_near_in_a_sentence(text: str, found: tuple[str, ...]) -> None:
    assert signs(text) == found


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("no tuvo convulsión", False),
        ("sin convulsión", False),
        ("la pierna no está hinchada", False),
        ("no, convulsión", True),
        ("no come, no duerme y convulsión", True),
        ("no sé convulsión", True),
        ("la pierna no puede mover", True),
        ("sin la convulsión; otra convulsión", True),
    ],
)
def test_a_denial_just_before_a_part_switches_the_rule_off(text: str, *, told: bool) -> None:
    assert bool(signs(text, near=5)) is told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("convulsión yok", False),
        ("convulsiones yok", False),
        ("convulsión, yok", True),
        ("convulsión ve uyku yok", True),
    ],
)
def test_a_denial_may_stand_after(text: str, *, told: bool) -> None:
    assert bool(signs(text, denials_after=["_yok"])) is told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("puede causar una convulsión", False),
        ("convulsión puede causar", True),
        ("convulsión hace un año", False),
        ("hace un año y ahora otra convulsión", True),
        ("puede causar esto? tuvo una convulsión", True),
        ("convulsión, ahora ya está bien", False),
    ],
)
def test_asking_in_general_and_what_is_over_switch_a_sentence_off(text: str, *, told: bool) -> None:
    assert bool(signs(text)) is told


def test_what_is_switched_off_is_known() -> None:
    found = ForeignSigns(make_language()).find("no convulsión. la pierna hinchada")
    assert (found.signs, found.off) == (("leg",), frozenset({"fit"}))
    again = ForeignSigns(make_language()).find("no convulsión. otra convulsión")
    assert (again.signs, again.off) == (("fit",), frozenset())


def test_a_text_without_marks_is_read_without_and_one_with_marks_as_it_stands() -> None:
    rules = [{"sign": "fit", "rules": [[["đầu đau"]]]}]
    made = ForeignSigns(make_language("vi", signs=rules, marks=True, same={"đ": "d"}))
    assert made.find("dau dau").signs == ("fit",)
    assert made.find("đầu đau").signs == ("fit",)
    assert made.find("đau đầu").signs == ()
