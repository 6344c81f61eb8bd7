"""The real library's reader of questions."""

import pytest

from chatbot.knowledge.library import Library
from chatbot.understanding.question import Reader


@pytest.fixture(scope="session")
def reader(library: Library) -> Reader:
    return Reader(library)
