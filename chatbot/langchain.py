"""LangChain parts: the finder as a retriever, the assistant as a runnable, files as documents.

Nothing else of the program needs this module.

    retriever = LibraryRetriever(assistant=chatbot.load(), k=4)
    answering = AssistantRunnable(chatbot.load()) | (lambda reply: reply["text"])

A retriever only finds. Warning signs, refusals, labels and caveats belong to the assistant: what is built on passages
alone has none of them.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from langchain_core.callbacks import AsyncCallbackManagerForRetrieverRun, CallbackManagerForRetrieverRun
from langchain_core.document_loaders import BaseLoader
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableConfig, run_in_executor
from pydantic import Field, ValidationError

from chatbot.assistant import Assistant
from chatbot.errors import QuestionError
from chatbot.finding.finder import Hit
from chatbot.incoming import Incoming, complaint
from chatbot.knowledge.loaders.apart import readers


class LibraryRetriever(BaseRetriever):
    """Finds the passages of the library that are nearest to a question, best first."""

    assistant: Assistant
    k: int = Field(default=5, ge=1)
    """How many passages to return."""

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun, k: int | None = None
    ) -> list[Document]:
        del run_manager
        return [document(hit) for hit in self.assistant.find(query, k or self.k).hits]

    async def _aget_relevant_documents(
        self, query: str, *, run_manager: AsyncCallbackManagerForRetrieverRun, k: int | None = None
    ) -> list[Document]:
        manager = run_manager.get_sync()
        return await run_in_executor(None, self._get_relevant_documents, query, run_manager=manager, k=k)


def document(hit: Hit) -> Document:
    """Return a passage as a document: its text, and where it is from and what kind of statement it is."""
    passage, source = hit.passage, hit.passage.source
    return Document(
        id=passage.id,
        page_content=passage.text,
        metadata={
            "passage_id": passage.id,
            "source_id": source.id,
            "title": source.title,
            "publisher": source.publisher,
            "kind": source.kind.value,
            "interest": source.interest,
            "year": source.year,
            "strength": passage.strength.value,
            "uses": list(passage.uses),
            "topics": sorted(passage.topics),
            "locator": passage.locator,
            "url": source.url,
            "likeness": round(hit.likeness, 4),
        },
    )


class AssistantRunnable(Runnable[str | Mapping[str, Any], dict[str, Any]]):
    """Answers a question, alone or as {question, history, country}, with the contract's JSON object."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    @property
    def InputType(self) -> Any:  # noqa: ANN401, N802  as LangChain has it
        """What an input may be; the base of `input_schema`."""
        return str | Incoming

    def invoke(
        self,
        input: str | Mapping[str, Any],
        config: RunnableConfig | None = None,
        **kwargs: Any,  # noqa: ANN401  as LangChain has it
    ) -> dict[str, Any]:
        """Return the reply; raise QuestionError when the input has an unknown key or country."""
        return self._call_with_config(self._answer, input, config, **kwargs)

    def _answer(self, given: str | Mapping[str, Any]) -> dict[str, Any]:
        asked = _read(given)
        return self._assistant.reply(asked.question, asked.history, asked.country, id=asked.id).to_json()


def _read(given: str | Mapping[str, Any]) -> Incoming:
    try:
        return Incoming.model_validate({"question": given} if isinstance(given, str) else given)
    except ValidationError as error:
        raise QuestionError(f"{complaint(error)}; give a text, or question with history and country") from error


class FileLoader(BaseLoader):
    """Reads a file of any kind that the library takes in, apart and with limits, as documents: one for each part.

    Metadata: source, kind (heading, text, item, row), page, section, start and end in the text of the page, and for a
    row its cells under their heads. The last document has no text: its `unread` tells what could not be read, and why.
    """

    def __init__(self, path: str | Path, *, ocr: bool = False) -> None:
        """Take the file, and whether its pages that are pictures of text are read by OCR, which an extra brings."""
        self._path = Path(path)
        self._ocr = ocr

    def lazy_load(self) -> Iterator[Document]:
        """Yield the parts in reading order, then the report; raise DocumentError for no such file or no OCR."""
        with readers(ocr=self._ocr) as reader:
            reading = reader.read(self._path)
        for part in reading.parts:
            place = {"page": part.page, "section": part.heading, "start": part.start, "end": part.end}
            row = {"cells": dict(zip(part.heads, part.cells, strict=True))} if part.kind == "row" else {}
            yield Document(part.text, metadata={"source": str(self._path), "kind": part.kind, **place, **row})
        unread = [{"where": what.where, "why": what.why, "what_to_do": what.what_to_do} for what in reading.unread]
        yield Document("", metadata={"source": str(self._path), "kind": "report", "unread": unread})
