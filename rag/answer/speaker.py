"""Who is speaking in a sentence: named in it, or earlier, by a verb of saying, a label or an interview's lead-in.

Rules, not a model: a subject and a verb of saying (`chinese_subject`, `latin_subject`), `Name:` at the start of a line,
answers in a list of questions, pronouns taken back to the sentence before. What no rule explains has no speaker.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.answer import chinese_subject, latin_subject
from rag.answer.antecedent import Antecedents, Scene
from rag.answer.common_noun import is_group, is_heading
from rag.answer.interview import addressed, is_announced, is_asked, led_in
from rag.answer.same import may_be_same
from rag.answer.speech import ANSWER_LABEL, INTERVIEW, PRONOUNS, QUESTION_LABEL, SPEAKER_LABEL, simplified_text
from rag.text.names import names
from rag.text.quotation import continued, pairs
from rag.text.scripts import is_han
from rag.text.tables import is_row
from rag.types import Language, Span

_LIST_REACH = 60
"""Sentences back in which an interview's lead-in is looked for."""
_TOLD = re.compile(r"(?:告[诉訴]|[问問对對向给給])\Z|\b(?:told|tells|asked|asks|to|zu|an)\s+\Z")
"""Before the name of one who is told something: no label of what he says."""
_SELF = re.compile("我[们們]?")
_AFTER_HEAD = re.compile(rf"(?:{chinese_subject.TITLE})*\s*(?:[（(][^（()）]*[)）])?\s*\Z")


def speakers(text: str, sentences: Sequence[Span], language: Language) -> list[Span | None]:
    """For each sentence of `text`, where the text names its speaker: in it, before it, or (None) nowhere.

    `sentences` are consecutive and in order; `language` is that of the prose.
    """
    reading = _Reading(text, language)
    for place in range(len(sentences)):
        reading.read(sentences, place)
    return [turn.speaker for turn in reading.turns]


def is_question_label(text: str) -> bool:
    """Whether a sentence is marked as an interviewer's (`——`, `问：`, `Q:`)."""
    return QUESTION_LABEL.match(text) is not None


def without_answer_label(text: str) -> int:
    """Where the words of an answer begin, past its label (`答：`, `A:`); 0 where there is none."""
    label = ANSWER_LABEL.match(text)
    return label.end() if label else 0


def is_head(phrase: str, name: str, language: Language) -> bool:
    """Whether `phrase`, as `speakers` finds it in a text of `language`, means the bearer of `name`, of any script.

    The last name of the phrase is the one meant (俄罗斯外长拉夫罗夫 is 拉夫罗夫), and only titles may follow it.
    """
    plain = simplified_text(phrase)
    bare = _AFTER_HEAD.sub("", plain) or plain
    if may_be_same(bare, name):
        return True
    found = names(phrase, language)
    if not found or _AFTER_HEAD.fullmatch(plain, found[-1].span.end) is None:
        return False
    return may_be_same(found[-1].text, name)


@dataclass(frozen=True, slots=True)
class _Turn:
    """What was found for one sentence. `labelled`: all that its line says is `holder`'s, but what he quotes."""

    speaker: Span | None
    labelled: bool = False
    topic: Span | None = None
    holder: Span | None = None


class _Reading:
    """The sentences of a text read in order, each in the light of those before."""

    def __init__(self, text: str, language: Language) -> None:
        self.text, self.language = text, language
        self.names = [name.span for name in names(text, language)]
        self.asked: int | None = None
        self.continued = continued(text)
        self.turns: list[_Turn] = []
        self.persons = Antecedents(text, self.names)

    def read(self, sentences: Sequence[Span], place: int) -> None:
        """Find the speaker of the next sentence."""
        sentence = sentences[place]
        words = sentence.of(self.text)
        if is_row(words):  # its cells make no sentence
            self.turns.append(_Turn(None))
            return
        masked = self._masked(sentence)
        inside = [name for name in self.names if sentence.start <= name.start and name.end <= sentence.end]
        spans = [name.moved(-sentence.start) for name in inside]
        # Who is named within a quotation is no subject of what stands around it.
        told = [span for span in spans if chinese_subject.QUOTED not in span.of(masked)]
        subject = chinese_subject if sum(map(is_han, words)) > len(words) / 4 else latin_subject
        found = _moved(subject.saying_subject(masked, told), sentence.start)
        acting = _moved(subject.topic(masked, told), sentence.start)
        topic = self._bearer(acting)
        turn = self._labelled(sentences, place, spans) or self._turn(sentences, place, masked, found, topic)
        self.turns.append(turn)
        if not _is_all_quoted(masked):
            others = [name.moved(sentence.start) for name in subject.others(masked, told)]
            # A Chinese sentence without a subject goes on about that of the one before.
            is_of_another = subject is latin_subject and latin_subject.is_of_another(masked)
            is_open = turn.speaker is None and (topic is None if acting else is_of_another)
            self.persons.add(Scene(turn.speaker or topic, others, turn.speaker is not None, is_open))

    def _masked(self, sentence: Span) -> str:
        """The sentence in Simplified, its quotations blanked character by character."""
        words = sentence.of(self.text)
        characters = list(simplified_text(words))
        quoted = [pair.span for pair in pairs(words) if pair.is_quotation]
        running = [one for one in self.continued if one.start < sentence.end and sentence.start < one.end]
        quoted += [
            Span(max(one.start, sentence.start), min(one.end, sentence.end)).moved(-sentence.start) for one in running
        ]
        for span in quoted:
            characters[span.start : span.end] = chinese_subject.QUOTED * len(span)
        return "".join(characters)

    def _labelled(self, sentences: Sequence[Span], place: int, spans: list[Span]) -> _Turn | None:
        """The turn of a sentence that a label opens: an answer, a question, a speaker's name."""
        start, words = sentences[place].start, sentences[place].of(self.text)
        if ANSWER_LABEL.match(words):
            return _holding(self._interviewee(sentences, place, labelled=True))
        if QUESTION_LABEL.match(words) or is_asked(self.text, sentences[place]):
            return _Turn(None)
        if place and is_asked(self.text, sentences[place - 1]) and self._is_interview(sentences):
            interviewee = self._interviewee(sentences, place, labelled=False)
            return _holding(interviewee) if interviewee else None
        label = SPEAKER_LABEL.match(words)
        named = next((span for span in spans if label and span.end == label.end("name")), None)
        if label is None or named is None or _TOLD.search(words[: named.start]):
            return None
        name = Span(*label.span("name")).moved(start)
        return None if is_heading(self.text, name, self.names, self.language) else _holding(name)

    def _turn(
        self, sentences: Sequence[Span], place: int, masked: str, found: Span | None, topic: Span | None
    ) -> _Turn:
        """The turn of a sentence in which `found` says something, or nobody does."""
        start = sentences[place].start
        same_line = place > 0 and "\n" not in self.text[sentences[place - 1].end : start]
        in_speech = place > 0 and any(one.start < start < one.end for one in self.continued)
        before = self.turns[-1] if same_line or in_speech else _Turn(None)
        if found is None and _is_all_quoted(masked):
            return replace(before, topic=topic)
        bearer = self._bearer(found)
        if before.labelled and (found is None or bearer != found):
            bearer = before.holder
        return _Turn(bearer, before.labelled, topic, before.holder)

    def _bearer(self, found: Span | None) -> Span | None:
        """Who is meant: a name by itself, a pronoun by what stands before it; I, we and Members name nobody."""
        if found is None or _SELF.fullmatch(found.of(self.text)) or is_group(self.text, found, self.names):
            return None
        is_pronoun = PRONOUNS.fullmatch(simplified_text(found.of(self.text)))
        return self.persons.meant_by(found) if is_pronoun else found

    def _is_interview(self, sentences: Sequence[Span]) -> bool:
        """Whether two questions or more have lines for themselves."""
        if self.asked is None:
            self.asked = sum(is_asked(self.text, sentence) for sentence in sentences)
        return self.asked > 1

    def _interviewee(self, sentences: Sequence[Span], place: int, *, labelled: bool) -> Span | None:
        """Who answers in a list of questions: the one interviewed or, where `labelled`, who is told to have answered.

        Without labels it takes a sign that the questions are an interview's.
        """
        put_to = None
        for earlier in range(place - 1, max(-1, place - _LIST_REACH), -1):
            words = simplified_text(sentences[earlier].of(self.text))
            if QUESTION_LABEL.match(words) or is_asked(self.text, sentences[earlier]):
                label = QUESTION_LABEL.match(words)
                question = Span(sentences[earlier].start + (label.end() if label else 0), sentences[earlier].end)
                put_to = addressed(self.text, question, self.names) or put_to
            elif not ANSWER_LABEL.match(words) and not self.turns[earlier].labelled:
                led = led_in(self.text, sentences[earlier], self.names)
                if led is not None or is_announced(words):
                    return led or put_to
                if labelled and INTERVIEW.search(words):
                    return self.turns[earlier].topic
        return put_to if labelled else None


def _holding(speaker: Span | None) -> _Turn:
    return _Turn(speaker, labelled=True, holder=speaker)


def _is_all_quoted(masked: str) -> bool:
    """Whether nothing but quotations is left: they go on from the sentence before."""
    return chinese_subject.QUOTED in masked and not re.search(r"\w", masked)


def _moved(span: Span | None, by: int) -> Span | None:
    return None if span is None else span.moved(by)
