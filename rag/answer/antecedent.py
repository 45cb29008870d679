"""Whom he or she means: the subject of what was told before, unless somebody else may be meant as well.

Titles tell who is a woman and who is a man (Mrs, Sprecherin, 先生), and so does a pronoun that took one up before.
Where two may be meant there is no telling, and nobody is better than the wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias

from rag.answer.same import may_be_same
from rag.answer.speech import simplified_text
from rag.text.places import place_spans
from rag.text.scripts import is_han
from rag.types import Span

Gender: TypeAlias = Literal["female", "male"]

_REACH: Final = 3
"""Sentences back in which a pronoun's name is looked for."""
_GENDERS: Final[dict[str, Gender]] = {"he": "male", "er": "male", "他": "male", "she": "female", "她": "female"}
_PLURAL: Final = re.compile(r"(?:\s+\w*(?:en|ern|eln|ind))\b")
"""After German sie: a verb in the plural."""
_PLURAL_BEFORE: Final = re.compile(r"(?:en|ern|eln|ind)\s+\Z")
_TITLES: Final[dict[Gender, re.Pattern[str]]] = {
    "female": re.compile(
        r"(?:\b(?:mrs|ms|miss|madam|lady|dame|queen|princess|baroness|duchess|actress|frau|fräulein|\w+woman"
        r"|\w*(?:er|or|eur|dent|zent|gent|[dklmr]ant|ist|rät|chef|wält|ärzt|olog|onom|önig|fürst|gräf|freund|genoss)in)"
        r"\b\.?\s*|女\w{1,4}|夫人|公主|王后|小姐)\Z",
        re.IGNORECASE,
    ),
    "male": re.compile(
        r"(?:\b(?:mr|sir|lord|king|prince|baron|duke|actor|herrn?|könig|prinz|(?:spokes|chair|gentle|alder)man)\b\.?\s*"
        r"|国王|王子|亲王)\Z",
        re.IGNORECASE,
    ),
}
"""Before a name, or what it begins with. Chinese in Simplified."""
_TITLES_AFTER: Final[dict[Gender, re.Pattern[str]]] = {
    "female": re.compile("女士|小姐|夫人|太太|女王|公主|王后"),
    "male": re.compile("先生|国王|王子|亲王"),
}
_BODY: Final = re.compile("[学院校社局厂馆]|公司|集团|银行")
"""After the name of a body."""
_LONGEST_TITLE: Final = 30


@dataclass(frozen=True, slots=True)
class Scene:
    """Whom a sentence brings on. `subject` acts, and `speaks` if the sentence reports his words; `others` are persons
    named in full. `is_open`: it is about someone whom nothing names.
    """

    subject: Span | None = None
    others: Sequence[Span] = ()
    speaks: bool = False
    is_open: bool = False


class Antecedents:
    """The persons of a text, sentence by sentence, and whom its pronouns mean."""

    def __init__(self, text: str, names: Sequence[Span]) -> None:
        self.text = text
        self.plain = simplified_text(text)
        self.names = names
        self.scenes: list[Scene] = []
        self._places = set(place_spans(text))
        self._taken_up: list[tuple[Span, Gender]] = []

    def add(self, scene: Scene) -> None:
        """Go on to the next sentence; places and bodies are no persons."""
        persons = [other for other in scene.others if self._is_person(other)]
        subject = scene.subject if scene.subject and (scene.speaks or self._is_person(scene.subject)) else None
        self.scenes.append(replace(scene, subject=subject, others=persons))

    def meant_by(self, pronoun: Span) -> Span | None:
        """Whom a pronoun means after the scenes so far; None where that is uncertain, and of more than one."""
        gender = self._gender_of_pronoun(pronoun)
        found = self._only(gender, pronoun) if gender else None
        if found and gender:
            self._taken_up.append((found, gender))
        return found

    def _only(self, gender: Gender, pronoun: Span) -> Span | None:
        """The nearest subject of that gender, where no other person may be meant; else the other of the two told of."""
        rivals: list[Span] = []
        contrasted = False
        for back, scene in enumerate(reversed(self.scenes[-_REACH:]), 1):
            if scene.subject and back > 1 and not scene.speaks and self._parted(scene.subject, pronoun):
                return None  # past a paragraph, or a heading, only who speaks goes on
            others = [other for other in scene.others if self._may_be(other, gender)]
            if scene.subject is not None and self._may_be(scene.subject, gender):
                if not scene.speaks:
                    rivals += [*others, *self._subjects_before(back, gender)]
                return scene.subject if self._is_clear(scene.subject, rivals, gender) else None
            if scene.is_open:
                return None
            contrasted = contrasted or (scene.subject is not None and bool(others))
            rivals += others
        is_one = contrasted and all(self._are_same(rivals[0], other) for other in rivals)
        return rivals[0] if is_one else None

    def _subjects_before(self, back: int, gender: Gender) -> list[Span]:
        """The subjects, up to the beginning of the line, of the sentences before the one so far back."""
        nearest = self.scenes[-back].subject
        before = [scene.subject for scene in self.scenes[-_REACH - 1 : -back] if scene.subject is not None]
        return [
            one
            for one in before
            if nearest and not self._parted(one, nearest)
            if _is_full(one.of(self.text)) and self._may_be(one, gender)
        ]

    def _parted(self, one: Span, other: Span) -> bool:
        return "\n" in self.text[one.end : other.start]

    def _is_clear(self, subject: Span, rivals: Sequence[Span], gender: Gender) -> bool:
        return self._gender(subject) == gender or all(self._are_same(subject, rival) for rival in rivals)

    def _are_same(self, one: Span, other: Span) -> bool:
        return one == other or may_be_same(one.of(self.text), other.of(self.text))

    def _is_person(self, name: Span) -> bool:
        return name not in self._places and not _BODY.match(self.plain, name.end)

    def _may_be(self, person: Span, gender: Gender) -> bool:
        return self._gender(person) in (None, gender)

    def _gender(self, person: Span) -> Gender | None:
        """What titles and pronouns tell of the bearer of a name; None where they tell nothing, or both."""
        told = {gender for taken, gender in self._taken_up if self._are_same(taken, person)}
        for name in [person, *(name for name in self.names if self._are_same(name, person))]:
            told |= {gender for gender in _TITLES if _is_titled(self.plain, name, gender)}
        return told.pop() if len(told) == 1 else None

    def _gender_of_pronoun(self, pronoun: Span) -> Gender | None:
        """None of the plural, which means nobody by himself."""
        word = self.plain[pronoun.start : pronoun.end].casefold()
        if word != "sie":
            return _GENDERS.get(word)
        follows, precedes = _PLURAL.match(self.plain, pronoun.end), _PLURAL_BEFORE.search(self.plain[: pronoun.start])
        return None if follows or precedes else "female"


def has_title(text: str, name: Span) -> bool:
    """Whether a title that tells a man or a woman stands at a name."""
    plain = simplified_text(text)
    return any(_is_titled(plain, name, gender) for gender in _TITLES)


def _is_titled(plain: str, name: Span, gender: Gender) -> bool:
    last = max(plain.rfind(" ", name.start, name.end) + 1, name.start)
    before, first = plain[max(0, name.start - _LONGEST_TITLE) : name.start], plain[name.start : last].split(" ")[0]
    title = _TITLES[gender]
    return bool(title.search(before) or title.fullmatch(first) or _TITLES_AFTER[gender].match(plain, name.end))


def _is_full(name: str) -> bool:
    return " " in name or is_han(name[0])
