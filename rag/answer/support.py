"""Whether the evidence supports a claim: by the rules of `checks`, then by its meaning, then the model's own word."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rag.answer.checks import Sentence, asks, malformed, objection
from rag.answer.checks.denials import is_denial
from rag.answer.checks.echo import echoes, leaves_out, only_attributes
from rag.answer.checks.quantities import counts_what
from rag.answer.checks.quotation import is_verbatim, quotations
from rag.answer.cite import mark
from rag.answer.draft import Claim
from rag.answer.meaning import ELLIPSIS, MARGIN, Meaning
from rag.answer.question import Asked
from rag.answer.script import in_script
from rag.embed.base import Embedder
from rag.text.names import names
from rag.types import AnswerSentence, Evidence, Language

NOT_MEANT = "the excerpt does not say that"
QUESTION = "it asks a question instead of answering one"
ECHO = "it only repeats the question"
UNTOLD = "it says who speaks, and not what"


@dataclass(frozen=True, slots=True)
class Held:
    """A claim held against its evidence: its text in the reader's script, and what supports it or what is wrong."""

    text: str
    cited: tuple[int, ...] = ()
    problem: str | None = None

    @property
    def sentence(self) -> AnswerSentence:
        """As it goes into an answer."""
        if self.problem is not None:
            return AnswerSentence(self.text, (), "unsupported")
        return AnswerSentence(mark(self.text, self.cited), self.cited, "supported")


class Support:
    """Holds claims against the evidence of one answer. Without an `embedder` their meaning is not compared."""

    def __init__(
        self,
        asked: Asked,
        evidence: Sequence[Evidence],
        elsewhere: Sequence[str],
        embedder: Embedder | None,
        is_stated: Callable[[str, Sequence[Evidence]], bool] | None = None,
        *,
        alone: bool = False,
    ) -> None:
        """`elsewhere` are names of passages that are no evidence; `alone`: each claim is to answer by itself.

        `is_stated` is asked, last, whether evidence says what a text does; it may take a second.
        """
        self._asked = asked
        self._evidence = evidence
        self._elsewhere = elsewhere
        self._is_stated = is_stated
        self._alone = alone
        self._known = known_names(asked, evidence)
        self._meaning = Meaning(embedder, asked.text, asked.reply_language) if embedder is not None else None

    def hold(self, claim: Claim) -> Held:
        """Each stretch of the claim against what it cites; the first problem counts."""
        language = self._asked.reply_language
        found = [self._held(text, numbers, claim) for text, numbers in claim.pieces or ((claim.text, claim.numbers),)]
        supported = [cited for cited in found if not isinstance(cited, str)]
        named = tuple(one for one in self._evidence if one.id in claim.numbers)
        text = in_script(claim.text, language, tuple(one for cited in supported for one in cited) or named)
        stated = Sentence(text, language)
        given = [self._asked.text, *(one.quote for one in self._evidence)]
        problem = next((one for one in found if isinstance(one, str)), None) or malformed(stated, given)
        problem = problem or (QUESTION if asks(stated) else None)
        problem = problem or (ECHO if echoes(stated, self._asked.text, self._asked.language) else None)
        problem = problem or (UNTOLD if only_attributes(stated, self._asked.text) else None)
        if problem is None and self._alone and (kind := leaves_out(stated, self._asked, named)):
            problem = f"it leaves out the {kind} that is asked for"
        if problem is not None:
            return Held(text, problem=problem)
        meant = {one.id for cited in supported for one in cited}  # may be other evidence than what the claim names
        cited = [one for one in self._evidence if one.id in meant]
        if self._is_stated is not None and not self._is_stated(text, cited):
            return Held(text, problem=NOT_MEANT)
        return Held(text, tuple(one.id for one in cited))

    def _held(self, text: str, numbers: Sequence[int], claim: Claim) -> tuple[Evidence, ...] | str:
        """What supports a stretch that cites these numbers; what is wrong with it if nothing does."""
        named = tuple(one for one in self._evidence if one.id in numbers)
        alike = self._meaning.likenesses(text, self._evidence) if self._meaning else {}
        # Within a language likeness is higher throughout: quotes are compared by what they have beyond the least.
        ahead = {one.id: alike[one.id] - self._meaning.least(one) for one in self._evidence} if self._meaning else {}
        meant = _meant(text, self._asked.reply_language, named, claim, self._evidence, ahead)
        problem: str | None = None
        for cited in (meant, named) if meant != named else (named,):
            problem = self._problem(text, cited, claim, alike)
            if problem is None:
                return cited
        return problem or NOT_MEANT

    def _problem(self, text: str, cited: tuple[Evidence, ...], claim: Claim, alike: Mapping[int, float]) -> str | None:
        """What the rules or the meaning object to in a stretch that cites this."""
        language = self._asked.reply_language
        said = objection(
            Sentence(in_script(text, language, cited), language),
            cited,
            self._known,
            question=self._asked.text,
            nearness=self._meaning.nearness if self._meaning else None,
            elsewhere=self._elsewhere,
        )
        if said is not None or not self._meaning:
            return said
        whole = self._meaning.likenesses(claim.text, cited) if claim.pieces else alike
        slack = ELLIPSIS if claim.pieces else 0
        means = any(max(alike[one.id], whole[one.id]) >= self._meaning.least(one) - slack for one in cited)
        return None if means else NOT_MEANT


def known_names(asked: Asked, evidence: Sequence[Evidence]) -> tuple[str, ...]:
    """The names of the question and of all evidence."""
    texts = ((f"{one.quote}\n{one.context}\n{one.speaker}", one.language) for one in evidence)
    found = [name.text for text, language in texts for name in names(text, language)]
    return tuple(dict.fromkeys([*(name.text for name in asked.names), *found]))


def _meant(
    text: str,
    language: Language,
    named: tuple[Evidence, ...],
    claim: Claim,
    used: Sequence[Evidence],
    ahead: Mapping[int, float],
) -> tuple[Evidence, ...]:
    """The evidence a stretch names or, where one that its sentence does not cite is much more like it, that one.

    Where it names none, the most alike. `ahead` is by how much each is more alike than it must be. What it quotes
    verbatim, counts as the quote does, or denies, it means.
    """
    verbatim = any(is_verbatim(inner.of(text), one.quote) for inner in quotations(text) for one in named)
    if (
        not ahead
        or verbatim
        or (named and is_denial(text))
        or any(counts_what(Sentence(text, language), one) for one in named)
    ):
        return named
    others = used if not named else [one for one in used if one.id not in claim.numbers]
    best = max(others, key=lambda one: ahead[one.id], default=None)
    margin = MARGIN + (ELLIPSIS if claim.pieces else 0)
    if best is None or (named and max(ahead[one.id] for one in named) >= ahead[best.id] - margin):
        return named
    return (best,)
