"""Ten ways in which a question is typed badly or heard wrong; the same question and way give the same text."""

import random
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

Noise = Callable[[str, random.Random], str]
SHORTEST = 5
"""A word of fewer letters gets no typing error: it would be another word."""
ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
NEIGHBOURS = {row[i]: row[max(0, i - 1) : i] + row[i + 1 : i + 2] for row in ROWS for i in range(len(row))}
PICTURES = ("🙏", "😢", "❤️", "🤔", "😷")
FILLERS = ("um so ", "ok so like ", "hi, quick one: ", "sorry if this is silly but ", "hey there ")
AFTER = (" thanks", " pls", " thx in advance", " sorry for typos", " asap")
HEARD: Mapping[str, str] = MappingProxyType(
    {
        "ivig": "i v i g",
        "cidp": "c i d p",
        "itp": "i t p",
        "mmn": "m m n",
        "scig": "s c i g",
        "immunoglobulin": "immuno globulin",
        "guillain": "gillian",
        "barre": "bar",
        "barré": "bar",
        "kawasaki": "kawa saki",
        "lupus": "loopus",
        "alzheimers": "old timers",
        "alzheimer's": "old timers",
        "myasthenia": "my asthenia",
        "autism": "autizm",
        "approved": "a proved",
        "diarrhoea": "diarrea",
        "headache": "head ache",
        "you": "u",
        "are": "r",
        "because": "cos",
        "what": "wot",
        "does": "duz",
        "do not": "dont",
        "it's": "its",
    }
)
"""Words as speech recognition and hurried thumbs write them."""
_WORD = re.compile(r"[^\W\d_]+")


def _in_a_word(question: str, chance: random.Random, change: Callable[[str, int], str]) -> str:
    """Change one long word of a question behind its first letter."""
    words = [match for match in _WORD.finditer(question) if len(match.group()) >= SHORTEST]
    if not words:
        return question
    match = chance.choice(words)
    word = match.group()
    return question[: match.start()] + change(word, chance.randrange(1, len(word) - 1)) + question[match.end() :]


def swapped(question: str, chance: random.Random) -> str:
    """Two letters change places."""
    return _in_a_word(question, chance, lambda word, i: word[:i] + word[i + 1] + word[i] + word[i + 2 :])


def dropped(question: str, chance: random.Random) -> str:
    """A letter is missing."""
    return _in_a_word(question, chance, lambda word, i: word[:i] + word[i + 1 :])


def doubled(question: str, chance: random.Random) -> str:
    """A letter stands twice."""
    return _in_a_word(question, chance, lambda word, i: word[: i + 1] + word[i:])


def neighbouring(question: str, chance: random.Random) -> str:
    """The key beside the right one."""

    def change(word: str, i: int) -> str:
        beside = NEIGHBOURS.get(word[i].lower())
        return word[:i] + (chance.choice(beside) if beside else word[i]) + word[i + 1 :]

    return _in_a_word(question, chance, change)


def no_space(question: str, chance: random.Random) -> str:
    """Two words run together."""
    gaps = [match.start() for match in re.finditer(r"(?<=\w) (?=\w)", question)]
    if not gaps:
        return question
    at = chance.choice(gaps)
    return question[:at] + question[at + 1 :]


def capitals(question: str, _chance: random.Random) -> str:
    """Capitals alone."""
    return question.upper()


def no_punctuation(question: str, _chance: random.Random) -> str:
    """Small letters without any mark."""
    return " ".join(re.sub(r"[^\w\s]", " ", question.replace("'", "")).split()).lower()


def pictures(question: str, chance: random.Random) -> str:
    """Emoji in the middle and at the end."""
    words = question.split()
    words.insert(chance.randrange(len(words)), chance.choice(PICTURES))
    return " ".join([*words, chance.choice(PICTURES)])


def filler(question: str, chance: random.Random) -> str:
    """Words that say nothing before and after."""
    return chance.choice(FILLERS) + question.rstrip() + chance.choice(AFTER)


def heard(question: str, _chance: random.Random) -> str:
    """As speech recognition writes it, without a mark."""
    text = no_punctuation(question, _chance)
    for word, spelling in HEARD.items():
        text = re.sub(rf"\b{re.escape(word)}\b", spelling, text)
    return text


NOISES: Mapping[str, Noise] = MappingProxyType(
    {
        "swapped letters": swapped,
        "dropped letter": dropped,
        "doubled letter": doubled,
        "neighbouring key": neighbouring,
        "no space": no_space,
        "capitals": capitals,
        "no punctuation": no_punctuation,
        "emoji": pictures,
        "filler": filler,
        "voice": heard,
    }
)


def noisy(question: str, kind: str) -> str:
    """Return a question with one kind of noise; the question decides where."""
    return NOISES[kind](question, random.Random(f"{kind}/{question}"))  # noqa: S311  repeatable, nothing secret
