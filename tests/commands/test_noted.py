"""What the operator changes stands in the trail, and what cannot be noted is not changed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from drafts import Draft
from shell import Shell

from chatbot.access.accounts import OPERATOR
from chatbot.assemble import open_archive
from chatbot.audit.acts import Acts, Done
from chatbot.commands.noted import NotedShelf, as_whom, write_faq
from chatbot.domain import SourceKind
from chatbot.errors import TrailError
from chatbot.knowledge.faq_records import BindingRecord
from chatbot.knowledge.intake import Intake
from chatbot.knowledge.library import read_library
from chatbot.knowledge.loaders.apart import readers
from chatbot.knowledge.provenance import Given
from chatbot.settings import Settings
from chatbot.undertaking import BEGUN, UNDONE

TOLD = {
    "title": "Ward leaflet",
    "publisher": "A ward",
    "kind": SourceKind.PATIENT_INFORMATION.value,
    "jurisdiction": "UK",
    "year": "2024",
    "interest": "none known",
}
OWN = "own-ward-leaflet"
TODAY = date(2026, 11, 26)


class Failing(Acts):
    """Keeps so many acts and no more."""

    def __init__(self, settings: Settings, left: int) -> None:
        super().__init__(open_archive(settings))
        self.left = left

    def note(self, *args: object, **named: object) -> None:
        """Keep an act while one is left to be kept."""
        if not self.left:
            raise TrailError("the disk is full")
        self.left -= 1
        super().note(*args, **named)  # type: ignore[arg-type]


@pytest.fixture
def chosen(tiny_settings: Settings, tmp_path: Path) -> Settings:
    return replace(tiny_settings, data=tmp_path / "data")


@pytest.fixture
def leaflet(tmp_path: Path) -> Path:
    path = tmp_path / "leaflet.txt"
    path.write_text("The session takes four hours.\n")
    return path


def acts(settings: Settings) -> Sequence[Done]:
    """Every act, oldest first."""
    return list(Acts(open_archive(settings)).stream())


def put(settings: Settings, keeper: Acts, leaflet: Path) -> None:
    with readers() as reading:
        Intake(NotedShelf(settings, keeper), reading, len, TODAY).add(Given(file=leaflet, told=TOLD), replacing=True)


def test_each_change_of_the_operator_is_begun_and_done_in_the_trail(
    shell: Shell, chosen: Settings, leaflet: Path
) -> None:
    given = [part for name, value in TOLD.items() for part in (f"--{name}", value)]
    for command in (
        ("add", str(leaflet), *given),
        ("add", str(leaflet), *given),  # stands there already: nothing is done
        ("refresh",),  # read again to the same: nothing is done
        ("rename", OWN, "own-other"),
        ("remove", "own-other"),
    ):
        done = shell("corpus", *command, DATA=chosen.data)
        assert done.exit_code == 0, done.output
    told = [(act.what, act.about, act.detail.split(";")[0]) for act in acts(chosen)]
    assert told == [
        (f"{what}{stage}", about, detail)
        for what, about, detail in (
            ("document-published", OWN, "leaflet.txt"),
            ("document-published", "own-other", f"was {OWN}"),
            ("document-taken-back", "own-other", "leaflet.txt"),
        )
        for stage in (BEGUN, "")
    ]
    assert {act.who for act in acts(chosen)} == {OPERATOR}
    assert all(act.detail.endswith(as_whom()) for act in acts(chosen))


def test_what_was_decided_about_a_passage_is_told(shell: Shell, chosen: Settings, leaflet: Path) -> None:
    leaflet.write_text("Dialysis is approved for hiccups.\n")
    put(chosen, Acts(open_archive(chosen)), leaflet)
    (one,) = read_library(chosen.corpus, chosen.documents).added[OWN]
    assert shell("corpus", "resolve", OWN, one.key, "leave-out", DATA=chosen.data).exit_code == 0
    assert acts(chosen)[-1].detail == f"{one.key}: leave-out; {as_whom()}"


@pytest.mark.parametrize("left", [0, 1])
def test_what_cannot_be_noted_is_not_added(left: int, chosen: Settings, leaflet: Path) -> None:
    with pytest.raises(TrailError):
        put(chosen, Failing(chosen, left), leaflet)
    shelf = NotedShelf(chosen, Acts(open_archive(chosen)))
    assert shelf.ids() == ()
    assert [act.what for act in acts(chosen)] == [f"document-published{BEGUN}"][:left]
    put(chosen, Acts(open_archive(chosen)), leaflet)  # which settles what was begun
    ends = [f"document-published{stage}" for stage in (BEGUN, UNDONE)][: 2 * left]
    assert [act.what for act in acts(chosen)] == [*ends, f"document-published{BEGUN}", "document-published"]


@pytest.mark.parametrize("left", [0, 1])
def test_what_cannot_be_noted_is_not_taken_back(left: int, chosen: Settings, leaflet: Path) -> None:
    put(chosen, Acts(open_archive(chosen)), leaflet)
    shelf = NotedShelf(chosen, Failing(chosen, left))
    with pytest.raises(TrailError):
        shelf.remove(OWN)
    with pytest.raises(TrailError):
        shelf.rename(OWN, "own-other")
    assert shelf.ids() == (OWN,)
    assert shelf.document(OWN).kept.pieces


def test_questions_that_cannot_be_noted_stay_as_they_were(chosen: Settings, draft: Draft) -> None:
    settings, path = replace(chosen, corpus=draft.folder), draft.folder / "faq.yaml"
    old = read_library(draft.folder, chosen.documents).faq
    binding = BindingRecord(answer="0" * 16, passages=("one",))
    bound = [entry.model_copy(update={"bound": binding}) for entry in old]
    with pytest.raises(TrailError):
        write_faq(settings, Failing(settings, 0), bound, old)
    assert "bound:" not in path.read_text(encoding="utf-8")
    assert write_faq(settings, Acts(open_archive(settings)), bound, old) == [entry.id for entry in old]
    assert "bound:" in path.read_text(encoding="utf-8")
    (act,) = acts(settings)
    assert (act.what, act.who) == ("faq-changed", OPERATOR)
    assert all(entry.id in act.detail for entry in old)


def test_an_operator_without_a_name_is_told_as_such() -> None:
    def nameless() -> str:
        raise KeyError("uid not found: 4711")

    assert as_whom(nameless) == "on the command line"
    assert as_whom(lambda: "ada") == "on the command line as ada"
