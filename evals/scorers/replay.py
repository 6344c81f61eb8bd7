"""The same message asked twice gives the same bytes, the time that it took aside."""

import json

from evals.told import Json, Told
from evals.verdict import Verdict, judge

AGAIN = "again"


def identical(_case: object, told: Told) -> Verdict:
    """The reply asked anew is the same to the byte."""
    return judge(holds=_bytes(told.reply) == _bytes(told.beside[AGAIN]), why="another reply the second time")


def _bytes(reply: Json) -> bytes:
    kept = {key: value for key, value in reply.items() if key != "timings_ms"}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True).encode()
