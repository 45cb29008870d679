"""The default embedder's weights as an ordinary sentence-transformers model in torch and float32, to measure against.

Nothing is shared with the embedder but the reader of the file: transformers' BERT, tokenizers' Unigram.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rag.models.e5s1 import E5S1File

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer
    from torch import Tensor
    from transformers import BertModel

_LINEAR = {
    "attention.self.query": "q",
    "attention.self.key": "k",
    "attention.self.value": "v",
    "attention.output.dense": "ao",
    "intermediate.dense": "fi",
    "output.dense": "fo",
}
_NORMS = {"attention.output.LayerNorm": "aln", "output.LayerNorm": "oln"}


def reference_tokenizer(file: E5S1File) -> Tokenizer:
    """The file's vocabulary in the tokenizers library, for text that went through `normalise` before."""
    from tokenizers import Regex, Tokenizer
    from tokenizers.models import Unigram
    from tokenizers.normalizers import Replace
    from tokenizers.pre_tokenizers import Metaspace
    from tokenizers.processors import TemplateProcessing

    words = file.vocabulary
    pieces = [(piece, words.scores[i]) for piece, i in words.ids.items()]
    tokenizer = Tokenizer(Unigram(pieces, unk_id=words.unknown, byte_fallback=False))
    tokenizer.normalizer = Replace(Regex(" {2,}"), " ")
    tokenizer.pre_tokenizer = Metaspace("▁", prepend_scheme="always", split=True)
    ends = [(pieces[i][0], i) for i in (words.begin, words.end)]
    tokenizer.post_processor = TemplateProcessing(single=f"{ends[0][0]} $A {ends[1][0]}", special_tokens=ends)
    return tokenizer


def normalise(file: E5S1File, text: str) -> str:
    """`text` after the file's table of code points, which the tokenizers library has no fast way to apply."""
    return text.translate(file.vocabulary.normalisation)


def reference_model(file: E5S1File) -> SentenceTransformer:
    """Mean-pooled, normalised, with E5's prompts for `encode_query` and `encode_document`."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
    from transformers import PreTrainedTokenizerFast

    tokenizer = PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=reference_tokenizer(file),
        model_max_length=file.max_positions,
        pad_token=list(file.vocabulary.ids)[file.vocabulary.pad],
    )
    with tempfile.TemporaryDirectory() as folder:
        _bert(file).save_pretrained(folder)
        tokenizer.save_pretrained(folder)
        modules = [Transformer(folder), Pooling(file.hidden, pooling_mode="mean"), Normalize()]
        return SentenceTransformer(
            modules=modules, prompts={"query": "query: ", "document": "passage: "}, device="cpu"
        ).eval()


def _bert(file: E5S1File) -> BertModel:
    from transformers import BertConfig, BertModel

    config = BertConfig(
        vocab_size=len(file.matrix("emb.word", file.hidden).blocks),
        hidden_size=file.hidden,
        num_hidden_layers=file.layers,
        num_attention_heads=file.heads,
        intermediate_size=file.feed_forward,
        max_position_embeddings=file.max_positions,
        layer_norm_eps=file.epsilon,
        pad_token_id=file.vocabulary.pad,
    )
    model = BertModel(config, add_pooling_layer=False)
    model.load_state_dict(dict(_weights(file)))
    return model


def _weights(file: E5S1File) -> Iterator[tuple[str, Tensor]]:
    import torch

    def floats(name: str) -> Tensor:
        return torch.from_numpy(file.floats(name).copy())

    yield "embeddings.word_embeddings.weight", torch.from_numpy(file.matrix("emb.word", file.hidden).rows())
    yield "embeddings.position_embeddings.weight", floats("emb.pos").reshape(-1, file.hidden)
    yield "embeddings.token_type_embeddings.weight", floats("emb.type").reshape(-1, file.hidden)
    yield "embeddings.LayerNorm.weight", floats("emb.ln.w")
    yield "embeddings.LayerNorm.bias", floats("emb.ln.b")
    for layer in range(file.layers):
        for theirs, ours in _LINEAR.items():
            columns = file.feed_forward if ours == "fo" else file.hidden
            matrix = file.matrix(f"l{layer}.{ours}.w", columns).rows()
            yield f"encoder.layer.{layer}.{theirs}.weight", torch.from_numpy(matrix)
            yield f"encoder.layer.{layer}.{theirs}.bias", floats(f"l{layer}.{ours}.b")
        for theirs, ours in _NORMS.items():
            yield f"encoder.layer.{layer}.{theirs}.weight", floats(f"l{layer}.{ours}.w")
            yield f"encoder.layer.{layer}.{theirs}.bias", floats(f"l{layer}.{ours}.b")
