"""The retriever passes LangChain's own tests; the assistant behaves as any runnable does."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.documents import Document
from langchain_core.runnables import Runnable, RunnablePassthrough
from langchain_tests.integration_tests import RetrieversIntegrationTests
from pydantic import TypeAdapter, ValidationError

from chatbot.assistant import Assistant
from chatbot.domain import Passage
from chatbot.errors import QuestionError
from chatbot.knowledge.library import Library
from chatbot.langchain import AssistantRunnable, FileLoader, LibraryRetriever

QUESTION = "Does dialysis work for kidney failure?"
OTHERS = ["How long does a session take?", "xyzzy", "What are the side effects of dialysis?"]
FOLLOW_UP: dict[str, Any] = {"question": "Is it approved?", "history": [QUESTION], "country": "US"}


def untimed(reply: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in reply.items() if key != "timings_ms"}


class TestLibraryRetriever(RetrieversIntegrationTests):
    @pytest.fixture(autouse=True)
    def _over(self, tiny_assistant: Assistant) -> None:
        self._assistant = tiny_assistant

    @property
    def retriever_constructor(self) -> type[LibraryRetriever]:
        return LibraryRetriever

    @property
    def retriever_constructor_params(self) -> dict[str, Any]:
        return {"assistant": self._assistant}

    @property
    def retriever_query_example(self) -> str:
        return QUESTION


@pytest.fixture
def retriever(tiny_assistant: Assistant) -> LibraryRetriever:
    return LibraryRetriever(assistant=tiny_assistant, k=4)


@pytest.fixture
def runnable(tiny_assistant: Assistant) -> AssistantRunnable:
    return AssistantRunnable(tiny_assistant)


def test_documents_are_the_passages_found_in_their_order(
    retriever: LibraryRetriever, tiny_assistant: Assistant
) -> None:
    found = [hit.passage for hit in tiny_assistant.find(QUESTION, 4).hits]
    documents = retriever.invoke(QUESTION)
    assert [(d.id, d.page_content) for d in documents] == [(p.id, p.text) for p in found]


def test_a_document_tells_where_it_is_from(retriever: LibraryRetriever, tiny_library: Library) -> None:
    passages: dict[str, Passage] = {passage.id: passage for passage in tiny_library.passages}
    for document in retriever.invoke(QUESTION):
        passage = passages[document.metadata["passage_id"]]
        assert document.metadata | {"likeness": None} == {
            "passage_id": passage.id,
            "source_id": passage.source.id,
            "title": passage.source.title,
            "publisher": passage.source.publisher,
            "kind": passage.source.kind.value,
            "interest": passage.source.interest,
            "year": passage.source.year,
            "strength": passage.strength.value,
            "uses": list(passage.uses),
            "topics": sorted(passage.topics),
            "locator": passage.locator,
            "url": passage.source.url,
            "likeness": None,
        }
        assert -1 <= document.metadata["likeness"] <= 1


async def test_the_number_can_be_given_to_each_call(retriever: LibraryRetriever) -> None:
    assert len(await retriever.ainvoke(QUESTION, k=2)) == 2
    assert await retriever.ainvoke(QUESTION) == retriever.invoke(QUESTION)


def test_no_passages_cannot_be_asked_for(tiny_assistant: Assistant) -> None:
    with pytest.raises(ValidationError):
        LibraryRetriever(assistant=tiny_assistant, k=0)


def test_the_retriever_feeds_a_chain(retriever: LibraryRetriever) -> None:
    def ids(documents: Sequence[Document]) -> list[str]:
        return [str(document.id) for document in documents]

    chain: Runnable[str, dict[str, Any]] = {
        "ids": retriever | ids,
        "question": RunnablePassthrough(),
    } | RunnablePassthrough()
    assert chain.invoke(QUESTION) == {"ids": ids(retriever.invoke(QUESTION)), "question": QUESTION}


@pytest.mark.parametrize("given", [QUESTION, {"question": QUESTION}, FOLLOW_UP, {"id": "a", "question": "xyzzy"}])
def test_the_runnable_gives_the_contracts_reply(
    runnable: AssistantRunnable, tiny_assistant: Assistant, given: str | dict[str, Any]
) -> None:
    asked = {"question": given} if isinstance(given, str) else given
    assert untimed(runnable.invoke(given)) == untimed(tiny_assistant.reply(**asked).to_json())


async def test_every_way_of_calling_gives_the_same(runnable: AssistantRunnable) -> None:
    wanted = untimed(runnable.invoke(FOLLOW_UP))
    assert untimed(await runnable.ainvoke(FOLLOW_UP)) == wanted
    assert [untimed(part) for part in runnable.stream(FOLLOW_UP)] == [wanted]
    assert [untimed(part) async for part in runnable.astream(FOLLOW_UP)] == [wanted]


async def test_a_batch_keeps_its_order(runnable: AssistantRunnable) -> None:
    """Questions of a batch run in threads beside each other."""
    asked: list[str | Mapping[str, Any]] = [QUESTION, FOLLOW_UP, *OTHERS] * 4
    wanted = [untimed(runnable.invoke(given)) for given in asked]
    assert [untimed(reply) for reply in runnable.batch(asked)] == wanted
    assert [untimed(reply) for reply in await runnable.abatch(asked)] == wanted


def test_a_batch_can_carry_on_after_a_failure(runnable: AssistantRunnable) -> None:
    asked: list[str | Mapping[str, Any]] = [{"question": "x", "country": "FR"}, QUESTION]
    failed, answered = runnable.batch(asked, return_exceptions=True)
    assert isinstance(failed, QuestionError)
    assert answered["kind"] == "answer"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "question: Field required"),
        ({"question": "x", "histroy": []}, "histroy: Extra inputs are not permitted"),
        ({"question": "x", "country": "FR"}, "country: unknown country 'FR'"),
    ],
)
def test_an_input_that_cannot_be_meant_is_refused(
    runnable: AssistantRunnable, given: dict[str, Any], said: str
) -> None:
    with pytest.raises(QuestionError, match=said):
        runnable.invoke(given)


def test_schemas_say_what_goes_in_and_out(runnable: AssistantRunnable) -> None:
    schema = runnable.get_input_jsonschema()
    text, asked = schema["anyOf"]
    assert text == {"type": "string"}
    keys = schema["$defs"][asked["$ref"].rpartition("/")[2]]["properties"]
    assert set(keys) == {"id", "question", "history", "country"}
    assert runnable.get_output_jsonschema()["type"] == "object"
    assert TypeAdapter(runnable.input_schema).validate_python(QUESTION)
    assert TypeAdapter(runnable.output_schema).validate_python(runnable.invoke(QUESTION))


def test_it_pipes_and_is_seen_by_callbacks(runnable: AssistantRunnable) -> None:
    class Watcher(BaseCallbackHandler):
        def __init__(self) -> None:
            self.seen: list[str] = []

        def on_chain_end(self, outputs: Any, **_: Any) -> None:
            self.seen.append(outputs["text"] if isinstance(outputs, dict) else outputs)

    watcher = Watcher()
    text = (runnable | (lambda reply: reply["text"])).invoke(QUESTION, {"callbacks": [watcher]})
    assert text == runnable.pick("text").invoke(QUESTION)
    assert watcher.seen == [text] * 3


def test_a_file_is_loaded_as_documents_with_their_places_and_a_report(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("<h1>Prices</h1><table><tr><th>Item<th>Price<tr><td>Room<td>5</table><iframe src=x></iframe>")
    heading, row, report = FileLoader(path).load()
    assert (heading.page_content, heading.metadata["kind"]) == ("Prices", "heading")
    assert row.page_content == "Item: Room; Price: 5."
    place = {name: row.metadata[name] for name in ("page", "section", "start", "end", "cells")}
    assert place == {"page": None, "section": "Prices", "start": 7, "end": 28, "cells": {"Item": "Room", "Price": "5"}}
    assert [what["why"] for what in report.metadata["unread"]] == ["embedded"]
