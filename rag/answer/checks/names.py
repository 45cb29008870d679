"""Layer: every name of the sentence is in the quotes or beside them, in whatever script."""

from __future__ import annotations

from rag.answer.checks.proof import Proof, Sentence, letters
from rag.answer.same import may_be_same
from rag.text.names import Name, names
from rag.text.terms import Term, terms


def unsupported_name(sentence: Sentence, proof: Proof) -> str | None:
    """A name that the quotes, their context, speakers and titles do not have.

    Names are the same if they are spelled or sound alike (Lavrov, Lawrow, 拉夫罗夫), if they are the same place
    (Germany, 德国), or if a Chinese or Korean name in the other script has the same surname (Kim Jong Un, 金正恩).
    """
    across = [term for term in terms(sentence.text, sentence.language) if term.kind in ("name", "place")]
    for name in names(sentence.text, sentence.language):
        if letters(name.text) in proof.folded or _sounds_stated(name, across, proof):
            continue
        if not any(may_be_same(name.text, stated.text) for stated in proof.names):
            return f"the excerpt does not mention {name.text}"
    return None


def _sounds_stated(name: Name, across: list[Term], proof: Proof) -> bool:
    """Whether a sound or a place inside the name is also in the quotes."""
    inside = (term for term in across if term.span.start < name.span.end and name.span.start < term.span.end)
    return any(term.text in proof.across for term in inside)
