"""A message into a question that is understood: it stands alone, its uses, topics and form are known."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from chatbot.domain import Jurisdiction, Origin
from chatbot.knowledge.cost_words import case
from chatbot.knowledge.library import Library
from chatbot.knowledge.passages import belongs
from chatbot.knowledge.records import IllnessRecord
from chatbot.understanding.carrying import Bearings
from chatbot.understanding.conversation import LOOK_BACK as MOST_LENT
from chatbot.understanding.conversation import Conversation
from chatbot.understanding.illnesses import IllnessNames
from chatbot.understanding.matters import Matters
from chatbot.understanding.spelling import COMMON, Speller, english
from chatbot.understanding.sums import LOOK_BACK as MOST_TURNS
from chatbot.understanding.sums import PriceElsewhere, SumAsked, Sums
from chatbot.understanding.text import clean, key, tokens
from chatbot.understanding.topics import Forms, Manner, TopicWords
from chatbot.understanding.triage import LOOK_BACK, Said, Utterance
from chatbot.understanding.turns import Ear, Hearing
from chatbot.understanding.typed import Typed
from chatbot.understanding.uses import UseNames

MOST_TOPICS = 3
MOST_REMEMBERED = max(MOST_LENT, MOST_TURNS, LOOK_BACK)
"""Turns further back than this are not read at all."""
SHORT = 4
"""A word of a symptom with more letters that is no English word is a misspelling, and may be set right."""
LONG = 5
"""A sentence of fewer words may be taken along whole where another is understood."""
_NOTHING = Said(Utterance(()))
_MARKUP = re.compile(r"</?[a-z][^<>]{0,200}>", re.IGNORECASE)
"""A tag is no part of what somebody asks; what stands between tags is."""
_PROGRAM = re.compile(r"<script\b[^<>]{0,200}>[^<>]{0,200}</script>", re.IGNORECASE)
"""A program is not looked for; for warning signs it is read like all else."""
_JOINED = re.compile(r"(?<![A-Za-z\d])(\d+)(?!(?:st|nd|rd|th)\b)([A-Za-z]{2,})")
"""A figure with its unit typed as one word: 20kg, 6yo; not a name with a figure in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question that stands alone, and what it asks."""

    asked: str
    standalone: str
    search: str
    """What is looked for: spelling set right, and one name for the treatment."""
    about: str
    """The same without the names of uses."""
    message: str
    """The message alone, made ready in the same way."""
    said: Said = _NOTHING
    """What is heard for warning signs."""
    meant: str = ""
    """What tells which kind of message it is: the message, or what it stands for where it only names something."""
    country: Jurisdiction | None = None
    uses: tuple[str, ...] = ()
    illnesses: tuple[IllnessRecord, ...] = ()
    """Those named that no record is about."""
    topics: tuple[str, ...] = ()
    topics_named: bool = True
    """False when no word names a topic and the topics are those of any question about a use."""
    asks_of_use: bool = False
    """Whether it asks of a use what only that use's own record answers, or names no topic at all."""
    forms: tuple[str, ...] = ()
    about_child: bool = False
    plain: bool = False
    """Nothing is asked beyond a use and whether it works or is approved: then a yes or no of the records answers it."""

    of_label: bool = False
    """The same, also where its label is asked for by a name to which a yes or no does not answer: 'off-label'."""

    label_there: bool = False
    """Whether it asks if a use is approved in a country that the records tell of: they answer it, known or not."""

    manner: Manner = Manner.ASKING

    names_treatment: bool = False
    near_subject: bool = False
    """Whether it speaks of the treatment or its surroundings, such as a drip."""
    part: str = ""
    """The part of the treatment that is named, such as one product, by its id in the corpus."""

    sum: SumAsked | None = None
    """What a price list comes to, where the message asks for it and tells a body weight."""
    price_elsewhere: PriceElsewhere | None = None

    @property
    def asks_something(self) -> bool:
        """Whether it asks, and names what about."""
        return self.manner is not Manner.TELLING and (self.topics_named or bool(self.uses) or self.names_treatment)

    @property
    def only_asks_of_use(self) -> bool:
        """Whether nothing stands in it but a use and whether it works or is approved: that tells of nothing else."""
        return self.of_label and bool(self.uses)

    @property
    def yes_no(self) -> bool:
        """Whether it wants a yes or a no."""
        return "yes-no" in self.forms


class Reader:
    """Reads messages with the words of one library."""

    def __init__(self, library: Library) -> None:
        self._library_uses = library.uses
        self._vocabulary = vocabulary(library)
        self._stop = frozenset(library.reading.stop)
        kept, names = example_words(library), name_words(library)
        self._speller = Speller(self._vocabulary, kept, names, self._stop, library.reading.misspelt)
        self._plain_words = self._stop | frozenset(library.reading.plain_words)
        self._of_label = self._plain_words | frozenset(library.reading.label_words)
        self._names = UseNames(library.uses, library.ambiguous, self._speller, library.reading)
        self._treatment = _any_of(library.reading.treatment_names)
        self._treatment_name = library.wording("treatment")
        self._stands_for_beside_use = re.compile(library.reading.means_treatment_beside_use)
        self._stands_for = re.compile(library.reading.means_treatment, re.IGNORECASE)
        self._illnesses = IllnessNames(
            library.illnesses, library.reading.not_treated_before, library.reading.had_beside
        )
        self._topics = TopicWords(library.plans)
        self._forms = Forms(library.reading)
        self._matters = Matters(library.reading, self._names.find, self._tells, self.set_right)
        self._default_topics = tuple(plan.id for plan in library.plans.values() if plan.default_for_use)
        self._of_use = frozenset(plan.id for plan in library.plans.values() if plan.use_first)
        self._sums = Sums(library, self._uses_in, self._topics.find)
        self._wording = library.wording
        self._talk = [re.compile(p) for k in library.kinds_of_message if k.kind == "smalltalk" for p in k.patterns]
        ear = Ear(self._names.find, self._topics.find, self._knows, self._names_treatment, self._small_talk)
        self.hearing = Hearing(library.reading, ear)
        self._conversation = Conversation(library.reading, library.wording, self.hearing, bearings(library))
        self._typed = Typed(self._speller, self._vocabulary, self._names.capitals, frozenset(library.reading.treating))

    def read(self, message: str, history: Sequence[str], country: Jurisdiction | None) -> Question:
        """Return what the message asks, with what it leans on from earlier turns."""
        asked = clean(message)
        typed = self._typed.plain(asked)
        earlier = [self._typed.plain(clean(turn)) for turn in history[-MOST_REMEMBERED:]]
        homes = (self.hearing.places.home(turn) for turn in reversed(earlier))
        country = next((home for home in homes if home), country)
        money = self._money(typed, earlier, country)
        asked_sum = money if isinstance(money, SumAsked) else None
        standalone = self._understood(asked_sum) or self._conversation.standalone(typed, earlier[-MOST_LENT:])
        looked_for = _PROGRAM.sub(" ", standalone)
        search = self.set_right(looked_for)
        message = search if looked_for == typed else self.set_right(typed)
        named = self._treatment_name in search
        if not named and (not self._uses(standalone) or self._stands_for_beside_use.search(search.casefold())):
            search = self._stands_for.sub(self._treatment_name, search, count=1)
        uses = self._meant(self._uses(standalone), names_treatment=named)
        topics = _strongest(self._topics.find(search))
        if asked_sum:
            topics = tuple(dict.fromkeys((asked_sum.prices.plan, *topics)))[:MOST_TOPICS]
        about = self.hearing.people.without(self._without_uses(search))
        illnesses = self._illnesses.find(about)
        there = self.hearing.places.country(standalone)
        return Question(
            asked=asked,
            standalone=asked if standalone == typed or standalone.casefold() == asked.casefold() else standalone,
            search=search,
            about=about,
            message=message,
            said=self._matters.said(typed, earlier),
            meant=message if typed.casefold().rstrip(" ?.!") in standalone.casefold() else search,
            country=there or country,
            uses=uses,
            illnesses=illnesses,
            topics=topics or (self._default_topics if uses else ()),
            topics_named=bool(topics),
            asks_of_use=not topics or not self._of_use.isdisjoint(topics),
            forms=self._forms.find(message) or self._forms.find(standalone),
            about_child=self._forms.about_child(standalone),
            plain=self._plain(search, self._plain_words) or self._plain(standalone, self._plain_words),
            of_label=self._plain(search, self._of_label) or self._plain(standalone, self._of_label),
            label_there=bool(uses and there and not illnesses and self._forms.of_approval(search)),
            names_treatment=named,
            near_subject=named or self._forms.near_subject(standalone),
            part=self._forms.part(standalone),
            manner=self._forms.manner(message),
            sum=asked_sum,
            price_elsewhere=money if isinstance(money, PriceElsewhere) and money.fits(topics) else None,
        )

    def _money(
        self, asked: str, earlier: Sequence[str], country: Jurisdiction | None
    ) -> SumAsked | PriceElsewhere | None:
        recent = [self.set_right(turn) for turn in earlier[-MOST_TURNS:]]
        return self._sums.find(self.set_right(asked), recent, country)

    def _understood(self, asked: SumAsked | None) -> str | None:
        """A follow-up to a sum in words that stand alone."""
        if not asked or not asked.follows or not asked.plan:
            return None
        told = case(asked.prices, asked.plan, self._wording)
        return self._wording("cost.understood", name=asked.prices.name, **told)

    def pieces(self, message: str, country: Jurisdiction | None = None) -> list[Question]:
        """Read each sentence of a message, and what follows a word that begins another matter, for itself."""
        return [self.read(sentence, (), country) for sentence in self._matters.cut(clean(message))]

    def focus(self, question: Question, history: Sequence[str]) -> "Question | None":
        """Return what the last sentence that asks means after what is told before it; None where there is no other.

        Nor where it takes what is only told along word for word: then nothing is left out.
        """
        pieces = self._matters.cut(clean(question.asked))
        at = [i for i, piece in enumerate(pieces) if self._forms.manner(piece) is not Manner.TELLING]
        if len(pieces) < 2 or not at:
            return None
        asked = self.read(pieces[at[-1]], (*history, *pieces[: at[-1]]), question.country)
        meant = asked.standalone.casefold()
        told = (piece for i, piece in enumerate(pieces[: at[-1]]) if i not in at and len(piece.split()) >= LONG)
        if not asked.asks_something or any(piece.casefold() in meant for piece in told):
            return None
        return replace(asked, asked=question.asked)

    def set_right(self, text: str) -> str:
        """Return the text with its spelling set right and one name for the treatment."""
        spaced = _JOINED.sub(r"\1 \2", _MARKUP.sub(" ", text))
        return self._treatment.sub(self._treatment_name, self._speller.correct_text(spaced))

    def _plain(self, text: str, words: frozenset[str]) -> bool:
        for place in reversed(self.hearing.places.find(text)):  # a country of the library's has its label too
            text = text[: place.start] + text[place.end :]
        said = [token.plain for token in tokens(text)]
        named = {i for mention in self._names.find(text) for i in range(mention.start, mention.end)}
        return all(word in words for i, word in enumerate(said) if i not in named)

    def _without_uses(self, text: str) -> str:
        named = {i for mention in self._names.find(text) for i in range(mention.start, mention.end)}
        return " ".join(token.typed for i, token in enumerate(tokens(text)) if i not in named)

    def _knows(self, text: str) -> bool:
        """Tell whether every word of a text that carries meaning stands in the library."""
        words = (self._speller.correct(word) for word in key(text) if word not in self._stop)
        return all(word in self._vocabulary for word in words if word.isalpha())

    def _tells(self, text: str) -> bool:
        return self._forms.manner(text) is Manner.TELLING

    def _small_talk(self, text: str) -> bool:
        return any(pattern.search(text) for pattern in self._talk)

    def _names_treatment(self, text: str) -> bool:
        return bool(self._treatment.search(text))

    def _meant(self, uses: tuple[str, ...], *, names_treatment: bool) -> tuple[str, ...]:
        """Of a companion treatment and its illness keep only the first, unless the library's own treatment is named."""
        companions = tuple(use for use in uses if self._library_uses[use].treatment)
        return companions if companions and not names_treatment else uses

    def _uses_in(self, text: str) -> tuple[str, ...]:
        return self._meant(self._uses(text), names_treatment=self._treatment_name in text)

    def _uses(self, text: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(use for mention in self._names.asked_about(text) for use in mention.uses))


def bearings(library: Library) -> Bearings:
    """Return what the library knows of uses and topics together."""
    alone = [p for p in library.passages if p.origin in {Origin.FACT, Origin.DOCUMENT} and len(p.uses) == 1]
    return Bearings(
        companions=frozenset(use.id for use in library.uses.values() if use.treatment),
        asks_of_use=frozenset(plan.id for plan in library.plans.values() if plan.use_first),
        weighed=frozenset(record.plan for record in library.costs),
        topic_names={plan.id: plan.name[:1].lower() + plan.name[1:] for plan in library.plans.values()},
        held=Counter((p.uses[0], plan.id) for p in alone for plan in library.plans.values() if belongs(p, plan)),
    )


def example_words(library: Library) -> frozenset[str]:
    """Return words that are not to be corrected away: how people tell of a sign, and deny it."""
    words = {word for example in library.examples for word in key(example.text)} & english().keys()
    told = {word.rstrip("*") for concept in library.concepts for says in concept.says for word in says.split()}
    told = {word for word in told if word in english() or len(word) <= SHORT}
    told |= {word for illness in library.illnesses for name in illness.names for word in key(name)}
    return frozenset(words | told | {*library.reading.denials, *library.reading.turns, *library.reading.stop})


def name_words(library: Library) -> Mapping[str, frozenset[str]]:
    """Tell of each word that stands in names of uses, and is no everyday word, which uses it names."""
    named: dict[str, set[str]] = defaultdict(set)
    names = [(name, (use.id,)) for use in library.uses.values() for name in (use.name, *use.synonyms)]
    for name, uses in [*names, *((record.term, record.uses) for record in library.ambiguous)]:
        for word in key(name):
            if english().get(word, COMMON + 1) > COMMON:
                named[word].update(uses)
    return {word: frozenset(uses) for word, uses in named.items()}


def vocabulary(library: Library) -> Counter[str]:
    """Count the words of the library's passages, prepared questions and names of uses, and those by which it reads."""
    counts = Counter(word for passage in library.passages for word in key(passage.text))
    asked = (word for passage in library.passages for ask in passage.asks for word in key(ask.text))
    counts.update(word for word in asked if word in english())  # prepared questions are misspelt on purpose
    names = [name for use in library.uses.values() for name in (use.name, *use.synonyms)]
    names += [*(record.term for record in library.ambiguous), *library.reading.treatment_names]
    names += [word for group in library.reading.same for word in group if word not in library.reading.misspelt]
    names += [phrase for plan in library.plans.values() for phrase in plan.phrases]
    counts.update({word for name in names for word in key(name)})
    return counts


def _any_of(names: Sequence[str]) -> re.Pattern[str]:
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)", re.IGNORECASE)


def _strongest(votes: Mapping[str, int]) -> tuple[str, ...]:
    """Topics by the words that speak for them; those with less than half of the strongest's are left out."""
    most = max(votes.values(), default=0)
    kept = [topic for topic, count in votes.items() if 2 * count >= most]
    return tuple(sorted(kept, key=lambda topic: -votes[topic])[:MOST_TOPICS])
