"""Warning signs: when one fires, what earlier turns add, and what the care card says."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from samples import make_sign

from chatbot.assistant import Assistant
from chatbot.domain import COUNTRIES, Jurisdiction, Sign, UrgencyLevel
from chatbot.knowledge.library import Library
from chatbot.knowledge.records import LineRecord
from chatbot.reply import Answered, Urgent
from chatbot.understanding.lessons import ALARM, LEVEL, SIGN
from chatbot.understanding.listening import Heard
from chatbot.understanding.question import Reader
from chatbot.understanding.symptoms import Told
from chatbot.understanding.triage import (
    DOUBTFUL,
    FAR,
    FIRST_BESIDE,
    LESS_BESIDE,
    LOOK_BACK,
    OF_A_PIECE,
    TOGETHER,
    WINDOW,
    Apart,
    Said,
    Triage,
    Utterance,
    care_card,
    emergency_numbers,
    in_pieces,
    measures,
)

NOW, TODAY, TELL = UrgencyLevel
SIGNS = [make_sign("today", TODAY), make_sign("now", NOW), make_sign("also", NOW), make_sign("tell", TELL)]
LINE = LineRecord(id="alarm", offset=0.0, weights={"alarm": 1.0, "alarm-of-a-piece": 0.5, "told": 0.5})
APART = LineRecord(id="alarm-apart", offset=-1.0, weights={"part": 1.0, "rest": -0.1})
TRIAGE = Triage(SIGNS, LINE, APART)


def heard(alarm: float, told: Sequence[Told] = (), **signs: float) -> Heard:
    """Make what is heard in a text: how much of an alarm, and how much of each sign."""
    scores = {ALARM: alarm, **{SIGN + name: score for name, score in signs.items()}}
    return Heard("", scores, tuple(told), {"told": float(any(not one.denied for one in told))})


def of_levels(heard: Heard, *, now: float, today: float) -> Heard:
    """The same, sounding so much like the two highest levels."""
    return heard._replace(scores={**heard.scores, LEVEL + NOW: now, LEVEL + TODAY: today})


def found(
    now: Heard,
    *earlier: Heard,
    piece: Heard | None = None,
    together: Heard | None = None,
    part: Heard | None = None,
) -> list[Sign]:
    texts: dict[str, Heard] = {"now": now, "rest": QUIET, **{f"turn {i}": turn for i, turn in enumerate(earlier)}}
    texts |= {name: one for name, one in (("piece", piece), ("together", together), ("part", part)) if one}
    this = Utterance(
        ("now", *(["piece"] if piece else [])),
        (Apart(("part",), "rest"),) if part else (),
        ("together",) if together else (),
    )
    return list(TRIAGE.find(Said(this, tuple(Utterance((f"turn {i}",)) for i in range(len(earlier)))), texts))


def ids(signs: Sequence[Sign]) -> list[str]:
    return [sign.id for sign in signs]


QUIET = heard(-0.9)
AFFIRMED, DENIED = Told("now", 0, 2, denied=False), Told("now", 0, 2, denied=True)


@pytest.mark.parametrize(
    ("one", "signs"),
    [
        (heard(0.0, now=0.5), ["now"]),
        (heard(-0.01, now=0.5), []),
        (heard(-0.3, [AFFIRMED], now=0.5), ["now"]),
        (heard(-0.3, [DENIED], now=0.5), []),
        (heard(0.9, today=0.9, now=0.56), ["now", "today"]),
        (heard(0.9, today=0.9, now=0.54), ["today"]),
        (of_levels(heard(0.9, today=0.9, now=0.66), now=0.0, today=0.49), ["now", "today"]),
        (of_levels(heard(0.9, today=0.9, now=0.66), now=0.0, today=0.51), ["today"]),
        (heard(0.9, tell=0.9, today=0.81), ["today", "tell"]),
        (heard(0.9, tell=0.9, today=0.79), ["tell"]),
        (heard(0.9, [AFFIRMED], today=0.9, now=-0.09), ["now", "today"]),
        (heard(0.9, [AFFIRMED], today=0.9, now=-0.11), ["today"]),
        (heard(0.9, tell=0.9, today=0.85, also=0.83, now=0.84), ["now", "also", "today"]),
    ],
)
def test_a_sign_fires_beyond_the_line_the_most_urgent_first_and_three_at_most(one: Heard, signs: list[str]) -> None:
    assert ids(found(one)) == signs


@pytest.mark.parametrize(("score", "fires"), [(0.5, True), (0.4, False)])
def test_a_piece_can_make_a_sign(score: float, *, fires: bool) -> None:
    assert bool(found(heard(-0.25), piece=heard(score, now=0.5))) is fires


@pytest.mark.parametrize(("score", "fires"), [(TOGETHER / 1.5, True), (TOGETHER / 1.5 - 0.01, False)])
def test_two_turns_together_can_make_a_sign(score: float, *, fires: bool) -> None:
    assert bool(found(QUIET, QUIET, together=heard(score, now=0.5))) is fires


def test_a_measure_without_a_weight_counts_for_nothing() -> None:
    assert measures(QUIET).keys() > LINE.weights.keys()
    assert LINE.score({"unknown": 5.0}) == 0.0


def test_a_sign_told_earlier_still_counts() -> None:
    assert ids(found(QUIET, QUIET, heard(0.5, today=0.5))) == ["today"]


def test_a_sign_told_again_is_raised_by_a_level() -> None:
    again = heard(0.5, today=0.5)
    assert [sign.level for sign in found(again, QUIET, again)] == [NOW]
    assert [sign.level for sign in found(heard(0.5, tell=0.5), heard(0.5, tell=0.5))] == [TODAY]
    assert [sign.level for sign in found(heard(0.5, now=0.5), heard(0.5, now=0.5))] == [NOW]


def test_no_earlier_turn_lowers_or_hides_a_sign() -> None:
    assert ids(found(heard(0.5, now=0.5), QUIET, heard(0.5, today=0.5))) == ["now", "today"]


def test_a_library_without_signs_has_no_alarm() -> None:
    assert Triage([], LINE, APART).find(Said(Utterance(("now",))), {"now": heard(0.9)}) == ()


@pytest.mark.parametrize(
    ("told", "score", "named"),
    [
        (False, -0.4, ["today"]),
        (True, -0.4, ["now", "today"]),
        (True, -0.4 - 2 * OF_A_PIECE, ["today"]),
    ],
)
def test_a_sign_told_in_a_piece_is_not_hidden_by_a_milder_one_in_the_others(
    score: float, named: list[str], *, told: bool
) -> None:
    milder, graver = Told("today", 0, 1, denied=False), Told("now", 0, 1, denied=not told)
    whole = of_levels(heard(1.0, [milder, graver], today=1.0, now=score), now=-0.6, today=0.7)
    piece = of_levels(heard(0.0, [graver], now=score, tell=-0.4), now=-0.1, today=-0.3)
    assert ids(found(whole, piece=piece)) == named


@pytest.mark.parametrize(("alarm", "named"), [(1.0, ["now"]), (0.5, [])])
def test_a_sign_beside_another_matter_is_heard_apart(alarm: float, named: list[str]) -> None:
    assert ids(found(heard(-1.0), part=heard(alarm, now=0.9))) == named


def test_a_part_is_weighed_with_what_is_beside_it() -> None:
    measured = TRIAGE.measures_apart(
        Utterance(("now",), (Apart(("part",), "rest"),)), {"now": QUIET, "part": heard(0.4), "rest": heard(0.2)}
    )
    assert (measured["part"], measured["rest"]) == (LINE.score(measures(heard(0.4))), LINE.score(measures(heard(0.2))))
    assert (measured["whole"], measured["part/alarm"], measured["rest/alarm"]) == (
        LINE.score(measures(QUIET)),
        0.4,
        0.2,
    )
    assert TRIAGE.measures_apart(Utterance(("now",)), {"now": QUIET}) == {}


@pytest.mark.parametrize(
    ("whole", "texts"), [(0.1, ()), (-0.1, ("part", "rest")), (FAR / 1.5 + 0.1, ("part", "rest")), (FAR, ())]
)
def test_only_a_quiet_turn_that_is_not_far_from_the_line_is_heard_apart(whole: float, texts: tuple[str, ...]) -> None:
    turn = Utterance(("now",), (Apart(("part",), "rest"),))
    assert TRIAGE.to_be_heard_apart(Said(turn), {"now": heard(whole)}) == texts
    assert TRIAGE.to_be_heard_apart(Said(Utterance(("now",)), (turn,)), {"now": heard(whole)}) == texts
    assert TRIAGE.find(Said(turn), {"now": heard(-0.1)}) == ()


def test_a_message_with_an_alarm_apart_is_not_doubted() -> None:
    texts = {"now": heard(-1.0), "part": heard(1.0, now=0.9), "rest": QUIET}
    assert not TRIAGE.doubts(Utterance(("now",), (Apart(("part",), "rest"),)), texts)
    assert TRIAGE.doubts(Utterance(("now",)), texts)


@pytest.mark.parametrize(
    "turn",
    [
        Utterance(("whole",)),
        Utterance(("other",), (Apart(("whole",), "other"),)),
        Utterance(("other",), (), ("whole",)),
    ],
)
def test_what_was_an_alarm_in_its_own_turn_is_one_later(turn: Utterance) -> None:
    texts = {"whole": heard(2.0, now=0.9), "other": QUIET}
    assert ids(TRIAGE.find(Said(turn), texts)) == ["now"]
    assert ids(TRIAGE.find(Said(Utterance(("other",)), (Utterance(("other",)), turn)), texts)) == ["now"]


def test_another_matter_after_a_sign_does_not_raise_it() -> None:
    texts = {"sign": heard(1.0, today=0.9), "thanks": QUIET, "both": heard(2.0, today=0.9)}
    told = Said(Utterance(("thanks",), (), ("both",)), (Utterance(("sign",)),))
    assert [sign.level for sign in TRIAGE.find(told, texts)] == [TODAY]
    again = Said(Utterance(("sign",), (), ("both",)), (Utterance(("sign",)),))
    assert [sign.level for sign in TRIAGE.find(again, texts)] == [NOW]
    texts["thanks"] = heard(-0.9, [Told("today", 0, 1, denied=False)])
    assert [sign.level for sign in TRIAGE.find(told, texts)] == [NOW]


def test_signs_of_several_turns_are_seen_together() -> None:
    dark, yellow = (replace(make_sign(name, TODAY), worse_with=("fever",)) for name in ("dark", "yellow"))
    both, fever = replace(make_sign("both", NOW), told_with=(("dark", "yellow"),)), make_sign("fever", TELL)
    triage = Triage([dark, yellow, both, fever], LINE, APART)
    texts = {name: heard(1.0, **{name: 0.9}) for name in ("dark", "yellow", "fever")}
    turns = {name: Utterance((name,)) for name in texts}
    told = triage.find(Said(turns["yellow"], (turns["dark"],)), texts)
    assert [(sign.id, sign.level) for sign in told] == [("both", NOW), ("yellow", TODAY), ("dark", TODAY)]
    told = triage.find(Said(turns["fever"], (turns["dark"],)), texts)
    assert {(sign.id, sign.level) for sign in told} == {("fever", NOW), ("dark", NOW)}


def test_a_long_message_is_heard_whole_and_in_pieces_that_overlap() -> None:
    words = [f"w{i}" for i in range(2 * WINDOW)]
    whole, *parts = in_pieces(" ".join(words), [" ".join(words)])
    assert whole == " ".join(words)
    assert [part.split()[0] for part in parts] == ["w0", f"w{WINDOW // 2}", f"w{WINDOW}"]
    assert {word for part in parts for word in part.split()} == set(words)


def test_a_short_message_is_heard_once_and_sentences_each() -> None:
    assert Utterance(in_pieces("one", ["one"])).texts == ("one",)
    assert Utterance(in_pieces("one. two", ["one", "two"])).texts == ("one. two", "one", "two")


def test_only_the_last_turns_are_heard_each_with_the_one_before(reader: Reader) -> None:
    history = [f"is it turn {i}" for i in range(50)]
    heard_of = reader.read("is it now", history, None).said
    assert [turn.parts[0] for turn in heard_of.earlier] == list(reversed(history[-LOOK_BACK:]))
    assert heard_of.now.together == ("is it turn 49. is it now",)
    assert heard_of.earlier[0].together == ("is it turn 48. is it turn 49",)
    assert heard_of.earlier[-1].together == ()


def test_the_card_shows_the_most_urgent_signs_with_their_advice_alone(library: Library) -> None:
    card = care_card([SIGNS[1], SIGNS[2], SIGNS[0]], Jurisdiction.UK, library.wording)
    assert (card.level, [sign.id for sign in card.signs]) == (NOW, ["now", "also"])
    assert "999" in card.text
    assert "Advice on now." in card.text
    assert "Advice on also." in card.text
    assert "Advice on today." not in card.text


@pytest.mark.parametrize(
    ("country", "number"),
    [("US", "911"), ("EU", "112"), ("UK", "999"), ("CA", "911"), ("AU", "000"), ("CN", "120")],
)
def test_the_number_is_that_of_the_country(library: Library, country: str, number: str) -> None:
    assert emergency_numbers(Jurisdiction(country), library.wording) == number


def test_without_a_country_every_number_is_given(library: Library) -> None:
    numbers = emergency_numbers(None, library.wording)
    assert all(emergency_numbers(place, library.wording) in numbers for place in COUNTRIES)


ALARMS = [
    ("my son's lips and tongue are swelling up and the drip is still running", "throat-face-swelling"),
    ("she can't breathe properly since they started the infusion", "breathing-difficulty"),
    ("his left arm is weak and his face droops on one side", "stroke-signs"),
    ("my daughter has a bad headache, stiff neck and light hurts her eyes", "meningitis-signs"),
    ("chest pain since last night", "chest-pain"),
    ("my daughter just had a seizure", "seizure"),
    ("his pee is dark brown like cola since yesterday", "dark-urine"),
    ("her calf is swollen, red and hot", "leg-clot"),
    ("my husband collapsed", "collapse"),
    ("I want to kill myself", "caregiver-crisis"),
    ("I don't want to live anymore", "caregiver-crisis"),
    ("rash all over and wheezing", "anaphylaxis"),
]


@pytest.mark.parametrize(("message", "sign"), ALARMS)
def test_real_warning_signs_bring_the_card(real_assistant: Assistant, message: str, sign: str) -> None:
    reply = real_assistant.reply(message)
    assert isinstance(reply, Urgent)
    assert sign in {shown.id for shown in reply.card.signs}


HARMLESS = [
    "can ivig cause chest pain",
    "how common is anaphylaxis",
    "what does a blood clot feel like",
    "does ivig help with epilepsy",
    "is a mild headache normal the next day",
    "which blood tests are done before ivig",
    "no chest pain, just tired",
    "she has not had any seizures for years",
    "I'm dying to know how much it costs",
    "thank you",
]


@pytest.mark.parametrize("message", HARMLESS)
def test_harmless_messages_bring_no_card(real_assistant: Assistant, message: str) -> None:
    assert not isinstance(real_assistant.reply(message), Urgent)


CONVERSATIONS: Mapping[str, tuple[list[str], str, UrgencyLevel]] = {
    "told two turns ago": (["his lips are blue", "thanks"], "what does ivig cost", NOW),
    "told before an unlike question": (
        ["my calf swelled up hot and sore since the infusion, does privigen interact with evening primrose oil", "ok"],
        "what does ivig cost",
        NOW,
    ),
    "told again": (["he has had a bad headache all day"], "the headache is still there and worse", NOW),
}


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_what_was_told_before_counts(real_assistant: Assistant, name: str) -> None:
    history, message, level = CONVERSATIONS[name]
    urgent = real_assistant.reply(message, history).to_json()["urgent"]
    assert urgent["level"] == level


def test_a_question_beside_a_sign_is_answered_after_the_card(real_assistant: Assistant) -> None:
    reply = real_assistant.reply("His lips are blue. Also, how much does IVIG cost?")
    assert isinstance(reply, Answered)
    assert reply.urgent
    assert reply.text.startswith(reply.urgent.text)
    numbers = [citation.n for citation in reply.citations]
    assert numbers == list(range(1, len(numbers) + 1))
    assert {source.id for sign in reply.urgent.signs for source in sign.sources} <= {
        c.source.id for c in reply.citations
    }


def test_nothing_is_answered_beside_a_crisis_that_is_told_now(real_assistant: Assistant) -> None:
    crisis = "I want to die. Does insurance cover ivig for PANS?"
    assert isinstance(real_assistant.reply(crisis), Urgent)
    later = real_assistant.reply("Does insurance cover ivig for PANS?", ["I want to die."])
    assert isinstance(later, Answered)
    assert later.urgent


@pytest.mark.parametrize(("score", "doubts"), [(DOUBTFUL - 0.01, True), (DOUBTFUL, False)])
def test_near_the_line_an_alarm_is_doubtful(score: float, *, doubts: bool) -> None:
    assert TRIAGE.doubts(Utterance(("m",)), {"m": heard(score / 1.5)}) is doubts


@pytest.mark.parametrize(
    ("message", "others", "signs"),
    [
        ("the baby is pale", {"also": 0.9}, ["now", "also"]),
        ("my gran is pale", {"also": 0.9}, ["also"]),
        ("my gran is pale", {"today": 0.9}, ["now", "today"]),
        ("my gran is pale", {}, ["now"]),
    ],
)
def test_a_sign_of_certain_people_is_left_out_for_others_where_one_as_urgent_is_left(
    message: str, others: Mapping[str, float], signs: Sequence[str]
) -> None:
    now, rest = replace(SIGNS[1], only_of=r"\bbaby\b"), [SIGNS[0], *SIGNS[2:]]
    one = heard(2.0, now=1.0, **others)._replace(text=message)
    assert ids(Triage([now, *rest], LINE, APART).find(Said(Utterance(("it",))), {"it": one})) == signs


def test_less_is_enough_beside_a_milder_sign_that_is_told_in_plain_words() -> None:
    milder = Told("today", 0, 2, denied=False)
    apart = (FIRST_BESIDE + LESS_BESIDE) / 2
    assert ids(found(heard(0.5, today=0.5, now=0.5 - apart))) == ["now", "today"]
    assert ids(found(heard(0.5, [milder], today=0.5, now=0.5 - apart))) == ["today"]
    assert ids(found(heard(0.5, [milder], today=0.5, now=0.5 - LESS_BESIDE + 0.01))) == ["now", "today"]
