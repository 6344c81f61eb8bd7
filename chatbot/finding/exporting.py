"""A sentence-transformers model as one ONNX graph; home of torch, sentence-transformers and onnx.

`python -m chatbot.finding.exporting MODEL GRAPH` writes the graph of a model's folder. It is a process of its own, as
torch takes seconds to load and hundreds of megabytes that a server need not keep.
"""

import sys
import warnings
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from sentence_transformers import SentenceTransformer
from torch import Tensor, nn
from torch.nn.functional import normalize

INNER_LAYERS = (2, 3, 4, 5)
"""Layers whose mean over the words is read beside the vector: they still hold tense, denial and who is meant."""

WORD_LAYER = 4
"""The layer at which each word piece is read by itself: it knows its neighbours, and is not yet drawn to the whole."""

OPSET = 17
EQUAL = 1e-5
"""How far a number of the graph may lie from the model's own: rounding of single precision, no more."""

TRACED = ("one", "a few more words")
PROBES = ("", "word", "Is this the same?", "Many words, and then more of them. " * 12, "ß ’ 自闭症 🙂", "x" * 400)
"""Texts on which the graph must prove equal: no word, one, several, too many, other scripts, a broken one."""


class Graph(nn.Module):
    """From word pieces to a unit vector for each text, the means of the inner layers side by side, and each piece."""

    def __init__(self, model: SentenceTransformer) -> None:
        super().__init__()
        self.model = model
        self.model[0].get_submodule("model").config.output_hidden_states = True  # type: ignore[union-attr]

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Take ids and mask of shape (texts, pieces).

        Return shapes (texts, size), (texts, size x inner layers) and (texts, pieces, size): each piece is of length
        one, or 0 where the mask is.
        """
        out = self.model({"input_ids": ids, "attention_mask": mask})
        real = mask.unsqueeze(-1).float()
        layers = [out["all_layer_embeddings"][layer] for layer in INNER_LAYERS]
        means = torch.cat([(layer * real).sum(1) / real.sum(1) for layer in layers], dim=1)
        pieces = normalize(out["all_layer_embeddings"][WORD_LAYER], dim=2) * real
        return normalize(out["sentence_embedding"], dim=1), means, pieces


def export(place: Path, target: Path) -> None:
    """Write a model's graph; raise OSError or ValueError where the model is not whole or the graph is not its equal."""
    model = SentenceTransformer(str(place), device="cpu", local_files_only=True)
    graph = Graph(model).eval()
    ids, mask = _pieces(model, list(TRACED))
    free = {0: "texts", 1: "pieces"}
    with torch.inference_mode(), warnings.catch_warnings():
        # The tracing exporter is older than torch's newest, needs one package less, and is ten times as quick; torch is
        # pinned. What it warns of is proved below.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            graph,
            (ids, mask),
            str(target),
            input_names=["ids", "mask"],
            output_names=["vectors", "inner", "pieces"],
            dynamic_axes={
                "ids": free,
                "mask": free,
                "vectors": {0: "texts"},
                "inner": {0: "texts"},
                "pieces": free,
            },
            opset_version=OPSET,
            dynamo=False,
        )
    _note(target, max_seq_length=model.max_seq_length)
    _prove_equal(model, graph, target)


def _note(target: Path, **notes: object) -> None:
    """Write down in the graph what its user must know."""
    written = onnx.load(target)
    onnx.helper.set_model_props(written, {key: str(value) for key, value in notes.items()})
    onnx.save(written, target)


def _pieces(model: SentenceTransformer, texts: list[str]) -> tuple[Tensor, Tensor]:
    features = model.preprocess(texts)
    return features["input_ids"], features["attention_mask"]


def _prove_equal(model: SentenceTransformer, graph: Graph, target: Path) -> None:
    session = onnxruntime.InferenceSession(str(target), providers=["CPUExecutionProvider"])
    for texts in [*([text] for text in PROBES), list(PROBES)]:
        ids, mask = _pieces(model, texts)
        with torch.inference_mode():
            wanted = graph(ids, mask)
        got = session.run(None, {"ids": ids.numpy(), "mask": mask.numpy()})
        away = max(float(np.abs(one.numpy() - other).max()) for one, other in zip(wanted, got, strict=True))
        if away > EQUAL:
            raise ValueError(f"the graph's numbers lie up to {away:.1e} from the model's for {texts}")


if __name__ == "__main__":
    try:
        export(Path(sys.argv[1]), Path(sys.argv[2]))
    except (OSError, ValueError) as error:
        sys.exit(str(error))
