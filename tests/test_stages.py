from replies import make_answer

from chatbot.domain import Jurisdiction
from chatbot.stages import Considered, Notes, Stage


def test_notes_become_a_trace_to_five_decimals() -> None:
    notes = Notes()
    notes.note("triage", "no sign", {"alarm": 0.123456789})
    notes.note("boundary", "an ordinary question")
    notes.found([Considered("p1", 2.0000001, 0.5)])
    reply = make_answer()
    traced = notes.traced(reply, "does it help?", ["what is it?"], Jurisdiction.UK)
    assert traced.stages == (Stage("triage", "no sign", {"alarm": 0.12346}), Stage("boundary", "an ordinary question"))
    assert traced.considered == (Considered("p1", 2.0, 0.5),)
    assert (traced.reply, traced.question, traced.history) == (reply, "does it help?", ("what is it?",))
    assert traced.country is Jurisdiction.UK
