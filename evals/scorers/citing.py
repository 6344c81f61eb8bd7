"""Whether every claim is cited, and carried by what it cites: word for word, or by a stated rule.

The rules by which a sentence is carried, first that holds:

1. quoted: it stands word for word in a cited passage;
2. worded: it is a sentence of the corpus's own wording, filled with words of the library and with figures that a cited
   passage or the reply's sum states.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from string import Formatter

from chatbot.knowledge.labels import approved_in
from chatbot.knowledge.library import Library
from chatbot.knowledge.passages import treatment
from chatbot.knowledge.sentences import sentences
from evals.told import Json, Told
from evals.verdict import Verdict, unscored, without

Claim = Json
HEADLINE = ("headline.", "headline_short.")
SAID_BY_RULE = ("headline_against", "headline_adults", "headline_of.", "approvals.", "cost.said", "cost.said_open.")
"""Groups of the corpus's wording that a claim may be filled from."""
LISTS = ("approvals.all", "approvals.one")
"""Groups that list uses with the countries in which they are approved: the records must say the same."""
ANYTHING = r"[^.!?]+(?:\.[^.!?\s][^.!?]*)*"
"""What fills a place of the wording that holds no name of the library: a figure, a body, a price list."""
FULL_STOP = re.escape(".")
LEADS = ("says.", "works.")
"""Groups that may stand before a claim."""
HEDGES = frozenset(
    {
        *("may", "might", "could", "probably", "possibly", "perhaps", "seems", "appears", "suggests", "suggest"),
        *("about", "around", "roughly", "likely", "unlikely", "sometimes", "often", "usually", "mostly", "most"),
        *("some", "few", "limited", "unclear", "uncertain"),
    }
)
NEGATIONS = frozenset({"not", "no", "never", "none", "nothing", "neither", "nor", "without", "cannot"})
_WORD = re.compile(r"[a-z]+(?:n't)?|\d[\d.,]*", re.IGNORECASE)
_FIGURE = re.compile(r"\d(?:[\d,]*\d)?(?:\.\d+)?")
_VISITS = re.compile(r"\b(\d+) visits?\b")


def coverage(_case: object, told: Told) -> Verdict:
    """Every claim has a citation."""
    claims = told.reply["sentences"]
    if not told.answered:
        return unscored("no answer")
    return without((f"uncited: {c['text']}" for c in claims if not c["citations"]), of=len(claims))


def resolved(library: Library) -> Callable[[object, Told], Verdict]:
    """Return the scorer of citations: each is a passage, or a sign's advice, and a source of it, word for word."""
    held = {(passage.id, passage.text): passage.sources for passage in library.passages}
    advice = {sign.advice: sign.sources for sign in library.signs}

    def problems(citation: Json) -> Iterator[str]:
        text, source = citation["passage"], library.sources.get(citation["source_id"])
        sources = held.get((citation["passage_id"], text)) or advice.get(text)
        if sources is None:
            yield f"[{citation['n']}] cites a passage that the library does not hold"
        elif source is None or source.title != citation["title"] or source not in sources:
            yield f"[{citation['n']}] names a source that is not the passage's: {citation['title']}"

    def score(_case: object, told: Told) -> Verdict:
        citations = told.reply["citations"]
        numbers = {n for claim in told.reply["sentences"] for n in claim["citations"]}
        wrong = [problem for citation in citations for problem in problems(citation)]
        wrong += [f"[{n}] is cited and not listed" for n in sorted(numbers - {c["n"] for c in citations})]
        total = len({c["n"] for c in citations} | numbers)
        return without(wrong, of=total) if total else unscored("nothing is cited")

    return score


def support(library: Library) -> Callable[[object, Told], Verdict]:
    """Return the scorer of claims: each sentence is carried by what it cites."""
    worded = _Worded(library)

    def score(_case: object, told: Told) -> Verdict:
        if not told.answered:
            return unscored("no answer")
        told_sums = _figures_of_sum(told.reply["cost"])
        claims = [c for c in told.reply["sentences"] if c["citations"]]
        wrong = [s for c in claims for s in _uncarried(c, _cited(told, c), worded, told_sums)]
        return without((f"not carried: {s}" for s in wrong), of=max(len(claims), len(wrong)))

    return score


def _uncarried(claim: Claim, passages: Sequence[str], worded: "_Worded", sums: set[str]) -> list[str]:
    """Return the sentences of a claim that nothing cited carries."""
    text = worded.without_lead(claim["text"])
    if worded.fits(text) and _figures(text) <= sums.union(*map(_figures, passages)):
        return []
    return [s for s in sentences(text) if not any(_stands_in(s, passage) for passage in passages)]


def _stands_in(sentence: str, passage: str) -> bool:
    """Tell whether a sentence stands in a passage whole: from a beginning to an end, in any capitals."""
    said = re.escape(_plain(sentence).rstrip(".!?"))
    return bool(re.search(rf"(?:^|[.!?:;|•–-]\s*){said}(?:$|[.!?;:|])", _plain(passage)))


def preserved(library: Library) -> Callable[[object, Told], Verdict]:
    """Return the scorer of what must not change: figures, hedges and negations of the cited sentence."""
    worded = _Worded(library)

    def score(_case: object, told: Told) -> Verdict:
        if not told.answered:
            return unscored("no answer")
        sums = _figures_of_sum(told.reply["cost"])
        claims = [c for c in told.reply["sentences"] if c["citations"]]
        changed = [w for c in claims if (w := "; ".join(_changes(c, _cited(told, c), worded, sums)))]
        return without(changed, of=len(claims)) if claims else unscored("nothing is cited")

    return score


def _changes(claim: Claim, passages: Sequence[str], worded: "_Worded", sums: set[str]) -> Iterator[str]:
    text = worded.without_lead(claim["text"])
    if strange := sorted(_figures(text) - sums.union(*map(_figures, passages))):
        yield f"figures that nothing cited states, {', '.join(strange)}: {text}"
    if worded.fits(text):
        return
    held = [sentence for passage in passages for sentence in sentences(passage)]
    for said in sentences(text):
        near = max(held, key=lambda sentence: _alike(said, sentence), default="")
        for name, words in (("hedge", HEDGES), ("negation", NEGATIONS)):
            one, other = _count(said, words), _count(near, words)
            if one != other and _alike(said, near):
                yield f"{name} changed from {sorted(other.elements())} to {sorted(one.elements())}: {said}"


class _Worded:
    """Tells the sentences that the corpus's own wording makes, and takes off the words that may stand before."""

    def __init__(self, library: Library) -> None:
        wording = library.wording
        slots = _slots(library)
        heads = [_pattern(text, slots) for name, text in wording.templates.items() if name.startswith(HEADLINE)]
        slots["headline"] = f"(?:{'|'.join(head.removesuffix(FULL_STOP) for head in heads)})"
        others = [_pattern(text, slots) for name, text in wording.templates.items() if name.startswith(SAID_BY_RULE)]
        self._made = re.compile("|".join(f"(?:{one})" for one in [*heads, *others]) or r"(?!)", re.IGNORECASE)
        listing = [_pattern(text, slots) for name, text in wording.templates.items() if name.startswith(LISTS)]
        self._listing = re.compile("|".join(f"(?:{one})" for one in listing) or r"(?!)", re.IGNORECASE)
        self._uses, self._countries = re.compile(slots["use"]), re.compile(_one_of(wording.under("country").values()))
        self._approved = {
            use.phrase: {wording(f"country.{c}") for c in approved_in(use)} for use in library.uses.values()
        }
        leads = {text for name, text in wording.templates.items() if name.startswith(LEADS) and text}
        longest = sorted(leads, key=lambda text: (-len(text), text))
        self._lead = re.compile(f"(?:{'|'.join(map(re.escape, longest))}) " if longest else r"(?!)")

    def fits(self, text: str) -> bool:
        """Tell whether a text is one such sentence, or several in a row."""
        return self._fits(text) or all(map(self._fits, sentences(text)))

    def _fits(self, text: str) -> bool:
        return bool(self._made.fullmatch(text)) and (not self._listing.fullmatch(text) or self._lists_rightly(text))

    def _lists_rightly(self, text: str) -> bool:
        """Tell whether each use in a list of approvals is approved in each country named there."""
        countries = set(self._countries.findall(text))
        return all(countries <= self._approved[use] for use in self._uses.findall(text))

    def without_lead(self, text: str) -> str:
        """Return a text without the yes or no before it."""
        return self._lead.sub("", text, count=1) if self._lead.match(text) else text


def _slots(library: Library) -> dict[str, str]:
    """Return what may stand in the places of the wording: only names and words that the library has."""
    wording, uses = library.wording, library.uses.values()
    country = _one_of(wording.under("country").values())
    return {
        "treatment": _one_of(treatment(use, wording) for use in uses),
        "use": _one_of(use.phrase for use in uses),
        "uses": _several(_one_of(use.phrase for use in uses)),
        "countries": _several(country),
        "evidence": _one_of(wording.under("evidence_short").values()),
        "label": _one_of(wording.under("label").values()),
        "country": _one_of([*wording.under("country").values(), wording("anywhere")]),
        "yes": _several(country),
        "no": f"(?:{_several(country)}|{re.escape(wording('anywhere'))})",
    }


def _one_of(texts: Iterable[str]) -> str:
    longest = sorted(set(texts), key=lambda text: (-len(text), text))
    return f"(?:{'|'.join(map(re.escape, longest))})"


def _several(one: str) -> str:
    return f"{one}(?:(?:, | and ){one})*"


def _pattern(template: str, slots: Mapping[str, str]) -> str:
    parts = Formatter().parse(template)
    return "".join(re.escape(said) + (slots.get(field, ANYTHING) if field else "") for said, field, *_ in parts)


def _cited(told: Told, claim: Claim) -> list[str]:
    return [c["passage"] for c in told.reply["citations"] if c["n"] in claim["citations"]]


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _figures(text: str) -> set[str]:
    return {figure.replace(",", "") for figure in _FIGURE.findall(text)}


def _figures_of_sum(cost: Json | None) -> set[str]:
    """Every figure that a sum states, in its lines, its scope and its sides."""
    if not cost:
        return set()
    lines = [str(item[key]) for item in cost["items"] for key in ("amount", "times", "sum", "what")]
    sides = [_figures_of_sum(cost.get(side)) for side in ("low", "high")]
    stated = " ".join([*lines, str(cost["total"] or ""), cost["scope"]])
    return _figures(f"{stated} {_of_one_visit(cost['items'])}").union(*sides)


def _of_one_visit(items: Sequence[Json]) -> int:
    """What the lines that name a number of visits come to for one of them."""
    visits = [(item["sum"], int(found[1])) for item in items if (found := _VISITS.search(item["what"]))]
    return sum(total // count for total, count in visits)


def _alike(one: str, other: str) -> float:
    """How many words two sentences share, of all that they have."""
    first, second = (set(_WORD.findall(text.casefold())) for text in (one, other))
    return len(first & second) / max(1, len(first | second))


def _count(text: str, words: Iterable[str]) -> Counter[str]:
    found = [w.casefold() for w in _WORD.findall(text)]
    return Counter("not" if w.endswith("n't") else w for w in found if w in words or w.endswith("n't"))
