"""For what the treatment is approved: the library's approvals themselves, where a question names no use."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from chatbot.answering.headline import SECTION, joined, places
from chatbot.domain import COUNTRIES, Claim, Jurisdiction, Origin, Passage, Use
from chatbot.knowledge.labels import approved_in
from chatbot.knowledge.wording import Wording

WHICH_USES = "which-uses"
"""The form of a question that asks for a list of uses."""


class Approvals:
    """Words which uses of the treatment are approved in which country, each carried by the status of each use."""

    def __init__(
        self, uses: Mapping[str, Use], by_record: Mapping[str, Sequence[Passage]], wording: Wording, section: str
    ) -> None:
        """`section` is where the lists of all countries stand in an answer."""
        self._records, self._wording, self._section = by_record, wording, section
        uses_of_treatment = [use for use in uses.values() if not use.treatment]
        listed = {country: [use for use in uses_of_treatment if country in approved_in(use)] for country in COUNTRIES}
        self._listed = {country: held for country, held in listed.items() if held}

    def first(self, country: Jurisdiction | None) -> list[Claim]:
        """Return the list of a country, or what all countries with a list have in common; nothing without a list."""
        if country:
            return [self._claim(self._listed[country], [country], SECTION)] if country in self._listed else []
        lists = list(self._listed.values())
        everywhere = [use for use in lists[0] if all(use in held for held in lists)] if lists else []
        if not everywhere:
            return []
        claim = self._claim(everywhere, list(self._listed), SECTION)
        more = any(len(held) > len(everywhere) for held in lists)
        return [replace(claim, text=f"{claim.text} {self._wording('approvals.more')}") if more else claim]

    def by_country(self, country: Jurisdiction | None) -> list[Claim]:
        """Return the list of each country, but for the one that was chosen and told first."""
        others = [other for other in self._listed if other != country]
        return [self._claim(self._listed[other], [other], self._section) for other in others]

    def _claim(self, uses: Sequence[Use], countries: Sequence[Jurisdiction], section: str) -> Claim:
        said = self._wording(
            "approvals.all" if len(countries) > 1 else "approvals.one",
            treatment=self._wording("treatment"),
            uses=joined([use.phrase for use in uses], self._wording),
            countries=places(countries, self._wording),
        )
        carried = (p for use in uses for p in self._records[use.id] if p.origin is Origin.STATUS)
        return Claim(said, tuple(p for p in carried if p.jurisdiction in countries), section)
