"""Layer: every name of the sentence is in the quotes or beside them, in whatever script."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.answer.checks.proof import Proof, Sentence, letters
from rag.answer.same import are_different, may_be_same
from rag.text.names import Name, names
from rag.text.terms import Term, terms

_FEWEST = 3
"""Letters of a part that stands for the whole name."""
_ARTICLE = re.compile(r"\b(?:the|a|an|das|dem|den|der|des|die|eine?[mnrs]?|beim|im|vom|zum|zur)\s+\Z", re.IGNORECASE)


def unsupported_name(sentence: Sentence, proof: Proof) -> str | None:
    """A name that the quotes, their context, speakers and titles do not have.

    Names are the same if they are spelled or sound alike (Lavrov, Lawrow, 拉夫罗夫), if they are the same place
    (Germany, 德国), or if a Chinese or Korean name in the other script has the same surname (Kim Jong Un, 金正恩).
    A name of several words is there if one of its words is. A name that nobody else mentions must differ for certain
    from every name in the quotes, for not all names can be compared across languages.
    """
    across = [term for term in terms(sentence.text, sentence.language) if term.kind in ("name", "place")]
    for name in _certain_names(sentence, proof):
        if _is_stated(name, across, proof):
            continue
        is_known = any(may_be_same(name.text, other) for other in proof.known)
        if is_known or (proof.names and all(are_different(name.text, other.text) for other in proof.names)):
            return f"the excerpt does not mention {name.text}"
    return None


def _is_stated(name: Name, across: list[Term], proof: Proof) -> bool:
    if any(letters(part) in proof.folded for part in (name.text, *name.text.split()) if len(part) >= _FEWEST):
        return True
    inside = (term for term in across if term.span.start < name.span.end and name.span.start < term.span.end)
    if any(term.text in proof.across for term in inside):
        return True
    return any(may_be_same(name.text, other.text) for other in proof.names)


def _certain_names(sentence: Sentence, proof: Proof) -> Iterator[Name]:
    """The names of a sentence without what only looks like one.

    Behind an article stands an office or a body, which is named by its meaning. Abbreviations differ by language. A
    single capitalised word may begin the sentence, or be a German noun: it counts if others have it as a name.
    """
    for name in names(sentence.text, sentence.language):
        before = sentence.text[: name.span.start]
        alone = " " not in name.text and name.text[0] < "\u2e80"
        doubtful = alone and (sentence.language == "de" or not before.strip(" \"'“”„"))
        if _ARTICLE.search(before) or name.text.isupper():
            continue
        if not doubtful or any(may_be_same(name.text, other) for other in proof.known):
            yield name
