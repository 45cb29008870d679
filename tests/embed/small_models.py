"""Small models with random weights, saved as sentence-transformers saves them."""

from __future__ import annotations

from pathlib import Path

LETTERS = "abcdefghijklmnopqrstuvwxyz:?.äöü我们你好解放"
PROMPTS = {"query": "q: ", "document": "d: "}
DIMENSION, MAX_TOKENS = 32, 40


def _tokenizer() -> object:
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Split
    from tokenizers.processors import TemplateProcessing
    from transformers import PreTrainedTokenizerFast

    special = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    vocabulary = {piece: n for n, piece in enumerate([*special.values(), " ", *LETTERS])}
    letters = Tokenizer(WordLevel(vocabulary, unk_token="[UNK]"))
    letters.pre_tokenizer = Split("", "isolated")
    ends = [(piece, vocabulary[piece]) for piece in ("[CLS]", "[SEP]")]
    letters.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=ends
    )
    return PreTrainedTokenizerFast(tokenizer_object=letters, model_max_length=MAX_TOKENS, **special)


def _config(**more: object) -> object:
    from transformers import BertConfig

    return BertConfig(
        vocab_size=len(LETTERS) + 5,
        hidden_size=DIMENSION,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=MAX_TOKENS,
        **more,
    )


def save_embedder(folder: Path) -> Path:
    """A bi-encoder with `PROMPTS`, mean-pooled, its vectors not of unit length."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertModel

    torch.manual_seed(0)
    BertModel(_config()).save_pretrained(folder / "bert")
    _tokenizer().save_pretrained(folder / "bert")
    modules = [Transformer(str(folder / "bert")), Pooling(DIMENSION, pooling_mode="mean")]
    SentenceTransformer(modules=modules, prompts=PROMPTS, device="cpu").save(str(folder / "embedder"))
    return folder / "embedder"


def save_cross_encoder(folder: Path, labels: int = 1) -> Path:
    """A cross-encoder with so many outputs."""
    import torch
    from transformers import BertForSequenceClassification

    torch.manual_seed(0)
    BertForSequenceClassification(_config(num_labels=labels)).save_pretrained(folder / f"cross{labels}")
    _tokenizer().save_pretrained(folder / f"cross{labels}")
    return folder / f"cross{labels}"
