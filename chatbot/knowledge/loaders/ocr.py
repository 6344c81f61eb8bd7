"""Reading a page that is a picture of text; home of RapidOCR and pypdfium2, which the extra 'ocr' brings.

The models lie in RapidOCR's own package. Each is named by its file, so that RapidOCR never looks for one elsewhere: a
file that is missing ends the reading instead of being fetched.
"""

from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from math import atan2, cos, hypot, sin
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from chatbot.knowledge.loaders.pdf_tables import Word, reading_order

ENGINE = "rapidocr"
INSTALL = "install the extra (pip install '.[ocr]' in the program's folder)"
AGAIN = "add it again with --ocr, or with CHATBOT_OCR=on; or add a copy with a layer of text"
LONGEST = 2000
"""Pixels of a page's longer side: about 170 to an inch of A4."""
SEARCHED = 1280
"""Pixels of the longer side of the picture in which lines of text are looked for; they are read in the large one."""
SURE = 0.8
"""From 0 to 1; a line that was read with less is not believed."""
DOUBT = "\ufffd"
"""Stands for a line that is not believed, so that nothing is made of the paragraph or row that it stands in."""
LARGE, SMALL = 1.2, 0.75
"""Of the usual height of a line: between them the difference is of its letters, not of its type."""
LETTER = 0.9
"""Height of a letter in that of the box around its line."""
INK = 40
"""From 0 to 255; how much darker than its paper print is."""
Point = tuple[float, float]


class Picture(NamedTuple):
    """What OCR makes of a page. Lengths are in points, from the top left corner."""

    words: list[Word]
    """In reading order; DOUBT stands for each level line that is not believed."""
    doubted: list[str]
    """The lines that are not believed: read unsurely, not at all, or standing upright along a margin."""
    unseen: float
    """How much of what is printed is no text to OCR: pictures, rules, faint letters. From 0 to 1."""


class Seen(NamedTuple):
    """A line of text in a picture: its corners clockwise from the top left, what was read, and how surely."""

    corners: tuple[Point, Point, Point, Point]
    text: str
    score: float


def installed() -> bool:
    """Tell whether pictures of text can be read on this machine."""
    return find_spec(ENGINE) is not None


def advice() -> str:
    """Say what to do about a picture of text that was not read."""
    return AGAIN if installed() else f"{INSTALL} and {AGAIN}"


def read(path: Path, page: int) -> Picture:
    """Read the picture of a page, counted from 1."""
    seen, unseen = _seen(path, page)
    return Picture(reading_order(list(words_of(seen))), [line.text for line in seen if not _believed(line)], unseen)


def words_of(seen: Sequence[Seen]) -> Iterator[Word]:
    """Yield the words of lines as a page set in type would give them: level, and of one size where it is one type.

    Where in its line a word stands is reckoned by the letters before it. Upright lines are left out.
    """
    level = [line for line in seen if not _is_upright(line)]
    if not level:
        return
    tilt = median(_tilt(line) for line in level)
    heights = [hypot(*_to(line.corners[0], line.corners[3])) for line in level]
    usual = median(height for line, height in zip(level, heights, strict=True) for _ in line.text or " ")
    for line, height in zip(level, heights, strict=True):
        size = LETTER * (usual if SMALL < height / usual < LARGE else height)
        yield from _words(line, tilt, size)


def _words(line: Seen, tilt: float, size: float) -> Iterator[Word]:
    turned = [(x * cos(tilt) + y * sin(tilt), y * cos(tilt) - x * sin(tilt)) for x, y in line.corners]
    left, right = min(x for x, _ in turned), max(x for x, _ in turned)
    middle = sum(y for _, y in turned) / len(turned)
    place = {"top": middle - size / 2, "bottom": middle + size / 2, "size": size, "fontname": ""}
    if not _believed(line):
        yield {"text": DOUBT, "x0": left, "x1": right, **place}
        return
    letter, at = (right - left) / len(line.text), 0
    for word in line.text.split():
        at = line.text.index(word, at)
        yield {"text": word, "x0": left + letter * at, "x1": left + letter * (at + len(word)), **place}
        at += len(word)


def _believed(line: Seen) -> bool:
    return bool(line.text) and line.score >= SURE and not _is_upright(line)


def _is_upright(line: Seen) -> bool:
    wide, high = (hypot(*_to(line.corners[0], line.corners[corner])) for corner in (1, 3))
    return high > wide and len(line.text) > 1


def _tilt(line: Seen) -> float:
    x, y = _to(line.corners[0], line.corners[1])
    return atan2(y, x)


def _to(one: Point, other: Point) -> Point:
    return other[0] - one[0], other[1] - one[1]


# The engine


def _seen(path: Path, page: int) -> tuple[list[Seen], float]:
    """Look at a page with the engine: the places of text, also where none can be read, and the share of the rest."""
    # An extra, which takes a second to load.
    import rapidocr  # noqa: PLC0415
    from pypdfium2 import PdfDocument  # noqa: PLC0415

    file = PdfDocument(path)
    try:
        sheet = file[page - 1]
        scale = LONGEST / max(sheet.get_size())
        picture = sheet.render(scale=scale).to_numpy()
    finally:
        file.close()
    engine = rapidocr.RapidOCR(params=_params(Path(rapidocr.__file__).parent / "models"))
    # Its steps, and not the whole of it: that keeps the places back in which it reads nothing.
    found, _, read, _ = engine.run_ocr_steps(picture, {})
    if found.boxes is None:
        return [], 1.0
    unseen = _unseen(picture, found.boxes.tolist())
    boxes = [[(x / scale, y / scale) for x, y in box] for box in found.boxes.tolist()]
    texts, scores = read.txts or [""] * len(boxes), read.scores or [0.0] * len(boxes)
    rows = zip(boxes, texts, scores, strict=True)
    return [Seen((box[0], box[1], box[2], box[3]), text.strip(), score) for box, text, score in rows], unseen


def _unseen(picture: Any, boxes: Sequence[Sequence[Sequence[float]]]) -> float:  # noqa: ANN401  an array, of an extra
    """Return how much of what is darker than the paper lies outside of all boxes."""
    light = picture.min(axis=2)
    dark = light < median(light[::16, ::16].ravel().tolist()) - INK
    printed = int(dark.sum())
    for box in boxes:
        left, right = (int(end(x for x, _ in box)) for end in (min, max))
        top, bottom = (int(end(y for _, y in box)) for end in (min, max))
        dark[max(top, 0) : bottom + 1, max(left, 0) : right + 1] = False
    return int(dark.sum()) / max(printed, 1)


def _params(models: Path) -> dict[str, object]:
    """Settings of the engine: its own models, one thread so that it reads alike each time, every line given back."""
    return {
        "Global.log_level": "critical",
        "Global.use_cls": False,  # a page upside down would be read line by line from its foot
        "Global.use_vertical_padding": False,
        "EngineConfig.onnxruntime.intra_op_num_threads": 1,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        "Det.model_path": str(models / "PP-OCRv6_det_small.onnx"),
        "Det.limit_type": "max",
        "Det.limit_side_len": SEARCHED,
        "Rec.model_path": str(models / "PP-OCRv6_rec_small.onnx"),
        "Rec.rec_batch_num": 1,
    }
