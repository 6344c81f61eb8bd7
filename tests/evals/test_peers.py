"""Peers: each that is installed finds what it was given; one that is not is named."""

from pathlib import Path

import numpy as np
import pytest
from fakes import HashingEncoder

from evals.peers import PEERS, Known, Peer

TEXTS = [*(f"Headache number {i} and the kidney" for i in range(30)), "Water is cleared slowly.", "School starts.", ""]
HERE = [name for name, peer in PEERS.items() if not peer.missing()]


@pytest.mark.filterwarnings("ignore")  # the product answers for its own warnings, not for those of peers
@pytest.mark.parametrize("name", HERE)
def test_a_peer_finds_the_text_with_the_words_first(name: str, tmp_path: Path) -> None:
    encoder = HashingEncoder()
    search = PEERS[name].build(TEXTS, Known(encoder, TEXTS, encoder.encode(TEXTS)), tmp_path)
    found = search("school starts.", 5)
    assert found[0] == TEXTS.index("School starts.")
    assert len(found) == len(set(found)) <= 5
    assert set(found) <= set(range(len(TEXTS)))
    assert len(search("kidney", 1)) == 1


def test_what_the_product_brings_is_always_measured() -> None:
    assert {"bm25s alone", "plain Chroma"} <= set(HERE)


def test_parts_that_are_not_installed_are_named() -> None:
    peer = Peer(PEERS["bm25s alone"].build, {"there": "json", "not-there": "no_such_module"})
    assert peer.missing() == ["not-there"]


def test_a_known_text_is_not_encoded_again_and_a_new_one_is() -> None:
    encoder = HashingEncoder()
    known = Known(encoder, ["a", "b"], encoder.encode(["a", "b"]))
    before = len(encoder.encoded)
    np.testing.assert_array_equal(known.encode(["b", "a", "b"]), HashingEncoder().encode(["b", "a", "b"]))
    assert len(encoder.encoded) == before
    np.testing.assert_array_equal(known.encode(["c"]), HashingEncoder().encode(["c"]))
    assert encoder.encoded[before:] == ["c"]
    assert known.name == encoder.name
    np.testing.assert_array_equal(known.read(["a"]).vectors, known.encode(["a"]))
