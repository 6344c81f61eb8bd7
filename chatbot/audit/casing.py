"""Makes an eval case of a reviewed answer: its must-say points are prefilled from its claims."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from chatbot.audit.archive import Kept
from chatbot.errors import ReviewError
from chatbot.knowledge.library import Library
from chatbot.understanding.spelling import english

MOST_WORDS = 3
_WORD = re.compile(r"[^\W\d_]{4,}|\d[\d,.]*\d|\d")


def case(kept: Kept, library: Library) -> dict[str, Any]:
    """Return an answer as a case of the evals; raise ReviewError where it is no answer."""
    record, reply = kept.record, kept.record["reply"]
    if reply["kind"] != "answer":
        raise ReviewError(f"answer {kept.listed.number} is {reply['kind']}; only an answer has points to say")
    labels: dict[str, dict[str, str]] = {}
    for label in reply["labels"]:
        labels.setdefault(label["use"], {})[label["country"] or ""] = label["label"]
    return {
        "id": f"reviewed-{kept.listed.number}",
        "question": reply["standalone"] if record["history"] else record["question"],
        "voice": "reviewed",
        "country": record["country"],
        "topics": list(reply["topics"]),
        "uses": list(reply["uses"]),
        "labels": {use: one.get("", one) for use, one in labels.items()},
        "must_say": [_point(sentence, reply, library) for sentence in reply["sentences"]],
        "must_not_say": [],
    }


def add(made: Mapping[str, Any], path: Path) -> None:
    """Put a case at the end of a file of cases, which is begun where there is none."""
    if path.exists() and f"id: {made['id']}\n" in path.read_text(encoding="utf-8"):
        raise ReviewError(f"{path} holds the case {made['id']} already")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        if not file.tell():
            file.write("theme: answers\ncases:\n")
        file.writelines(f"{line}\n" for line in _lines(made))


def _lines(made: Mapping[str, Any]) -> Iterator[str]:
    """YAML as a person writes it: a key a line, a point a block; JSON's texts and short lists are YAML's too."""
    for n, (name, value) in enumerate(made.items()):
        start = "- " if n == 0 else "  "
        if name != "must_say":
            yield f"{start}{name}: {value if name == 'id' else json.dumps(value, ensure_ascii=False)}"
            continue
        yield f"{start}{name}:"
        for point in value:
            for i, (key, one) in enumerate(point.items()):
                yield f"  {'  ' if i else '- '}{key}: {json.dumps(one, ensure_ascii=False)}"


def _point(sentence: Mapping[str, Any], reply: Mapping[str, Any], library: Library) -> dict[str, Any]:
    """A claim as a point: the records that carry it, and its rarest words and figures to find it by."""
    carried = {c["passage_id"] for c in reply["citations"] if c["n"] in sentence["citations"]}
    facts = list(dict.fromkeys(p.record for p in library.passages if p.id in carried))
    words = list(dict.fromkeys(_WORD.findall(sentence["text"].casefold())))
    rare = sorted(words, key=lambda word: -english().get(word, len(english())))[:MOST_WORDS]
    return {
        "point": sentence["text"],
        "facts": facts or sorted(carried),
        "words": [[word] for word in words if word in rare],
    }
