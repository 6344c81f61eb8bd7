"""A kept reply claim by claim."""

from trail_samples import PATIENCE, OpenTrail, make_traced

from chatbot.audit.claims import claims
from chatbot.reply import Reason


def test_each_claim_stands_beside_what_it_cites(open_trail: OpenTrail) -> None:
    trail = open_trail()
    trail.record(make_traced(answer_id="a")).result(PATIENCE)
    kept = trail.archive.get(1)
    assert kept is not None
    (claim,) = claims(kept.record)
    assert (claim.text, claim.section) == ("Rest helps. It is free.", "short-answer")
    assert [(cited.n, cited.text) for cited in claim.cited] == [(1, "Rest helps. It is free.")]
    assert all(cited.source for cited in claim.cited)


def test_a_reply_that_claims_nothing_has_no_claims(open_trail: OpenTrail) -> None:
    trail = open_trail()
    trail.record(make_traced(answer_id="a", reason=Reason.NO_SOURCE)).result(PATIENCE)
    kept = trail.archive.get(1)
    assert kept is not None
    assert claims(kept.record) == []
