"""A question set in BEIR's form, written to a folder."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

Rows = Sequence[Mapping[str, object]]


def write(folder: Path, documents: Rows, queries: Rows, qrels: str) -> Path:
    """Write the three files of a set and return the folder."""
    for name, rows in (("corpus.jsonl", documents), ("queries.jsonl", queries)):
        (folder / name).write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    (folder / "qrels.tsv").write_text(qrels, encoding="utf-8")
    return folder
