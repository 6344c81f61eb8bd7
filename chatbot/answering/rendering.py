"""A reply as the text that a reader sees, in Markdown; every word that is not a passage comes from the corpus."""

import re
from collections.abc import Callable, Iterator, Sequence

from chatbot.answering.costs import sides, worded
from chatbot.answering.glossary import Glossary
from chatbot.answering.headline import SECTION
from chatbot.domain import Citation, Claim, Cost, CostLine, Strength, UseLabel
from chatbot.knowledge.wording import Wording
from chatbot.reply import Answered

_MARKUP = re.compile(r"([\\`*_\[\]<>#|])")


def plain(text: str) -> str:
    """Escape what Markdown would read as markup."""
    return _MARKUP.sub(r"\\\1", text)


def cost_lines(cost: Cost, cite: Callable[[CostLine], str], wording: Wording) -> list[str]:
    """Return a sum line by line: items with their sources, the total, what must be known, and the scope."""

    def line(item: CostLine, side: Cost) -> str:
        unsettled = cost.total is None and item not in cost.items
        how = [item.how, wording("cost.as_step", step=side.counted_kg)] if unsettled else [item.how]
        name = f"{item.what} ({', '.join(filter(None, how))})" if any(how) else item.what
        return f"{name}: {item.amount:,} {item.currency} × {item.times} = {item.sum:,} {item.currency}{cite(item)}"

    rows = zip(*(side.items for side in sides(cost)), strict=True)
    items = dict.fromkeys(line(item, side) for row in rows for item, side in zip(row, sides(cost), strict=True))
    totals = worded(cost, [side.total or 0 for side in sides(cost)], wording)
    return [*items, f"{wording('cost.total')}: {totals} {cost.currency}", *cost.notes, cost.scope]


class Renderer:
    """Renders answers with the corpus's words."""

    def __init__(self, wording: Wording, glossary: Glossary) -> None:
        self._wording = wording
        self._glossary = glossary

    def answer(self, reply: Answered, *, explain: bool = False) -> str:
        """Return the whole answer: card, short answer, labels, details, caveats, questions, sources, stamp.

        With `explain` each glossary term is explained in brackets where it first stands.
        """
        explained: set[str] | None = set() if explain else None
        parts = [reply.urgent.text] if reply.urgent else []
        if reply.asked.standalone != reply.asked.question:
            parts.append(f"_{self._wording('heading.understood')}: {plain(reply.asked.standalone)}_")
        parts.append(self._section(reply, SECTION, self._wording("section.short-answer"), explained))
        parts.append(self._cost(reply, reply.cost) if reply.cost else "")
        parts += [self._section(reply, name, name, explained) for name in reply.sections]
        parts += self._after(reply)
        return "\n\n".join(part for part in parts if part)

    def _after(self, reply: Answered) -> Iterator[str]:
        if reply.labels:
            yield self._list(self._wording("section.labels"), [self.label(label) for label in reply.labels])
        yield self._list(self._wording("heading.uncertain"), [reply.sure, *(c.text for c in reply.caveats)])
        if reply.questions_to_ask:
            yield self._list(self._wording("heading.ask"), reply.questions_to_ask)
        sources = "\n".join(f"{c.n}. {self.citation(c)}" for c in reply.citations)
        yield f"**{self._wording('heading.sources')}**\n\n{sources}"
        checked = min((c.source.checked for c in reply.citations), default="")
        yield self._wording("checked", date=checked, version=reply.stamp.library_version)

    def _cost(self, reply: Answered, cost: Cost) -> str:
        def cite(line: CostLine) -> str:
            return "".join(f" [{c.n}]" for c in reply.citations if c.passage.record == line.fact)

        return self._list(self._wording("cost.heading"), cost_lines(cost, cite, self._wording))

    def _section(self, reply: Answered, name: str, heading: str, explained: set[str] | None) -> str:
        claims = [claim for claim in reply.claims if claim.section == name]
        if not claims:
            return ""
        if name == SECTION:
            return f"**{heading}**\n\n" + " ".join(self._claim(reply, claim, explained) for claim in claims)
        return f"**{heading}**\n\n" + "\n".join(f"- {self._claim(reply, claim, explained)}" for claim in claims)

    def _claim(self, reply: Answered, claim: Claim, explained: set[str] | None) -> str:
        text = plain(claim.text if explained is None else self._glossary.bracketed(claim.text, explained))
        numbers = "".join(f"[{n}]" for n in reply.numbers(claim))
        seller = all(p.strength is Strength.COMMERCIAL_CLAIM for p in claim.passages)
        mark = f" ({self._wording('strength.commercial-claim').casefold()})" if seller else ""
        return f"{text}{mark} {numbers}"

    @staticmethod
    def _list(heading: str, items: Sequence[str]) -> str:
        return f"**{heading}**\n\n" + "\n".join(f"- {item}" for item in items)

    def label(self, label: UseLabel) -> str:
        """Return a label with its country, source and date in a line."""
        country = self._wording(f"country.{label.country}") if label.country else ""
        return self._wording(
            "uses_named" if label.known or not label.country else "uses_named_unknown",
            use=label.use.name,
            label=self._wording(f"label.{label.name}").casefold(),
            where=self._wording("where", country=country) if country else "",
            source=label.source.title,
            checked=label.checked,
        )

    def citation(self, citation: Citation) -> str:
        """Return a source in a line: title, publisher, kind, year, interest, place, passage, address."""
        source = citation.source
        parts = [
            f"{source.title}. {source.publisher}",
            self._wording(f"kind.{source.kind}"),
            str(source.year) if source.year else self._wording("page.year_unknown"),
            f"{self._wording('page.interest')}: {source.interest}",
            citation.passage.locator,
        ]
        return plain("; ".join(parts)) + (f" <{source.url}>" if source.url else "")
