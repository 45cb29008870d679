"""The words by which texts report speech: verbs of saying, labels of speakers, signs of an interview."""

from __future__ import annotations

import re
from typing import Final

from rag.text.function_words import words
from rag.text.scripts import HAN, is_han, simplified

CHINESE_SAYS: Final = re.compile(
    r"(?<![据所小传演学听再以该话来么胡数])(?<!或者)说(?![明法服客辞词教情谎])"
    r"|(?<![互被自俗通统简尊号名职著堪人声宣])(?:声|宣|坦|直|辩)?称(?![为作呼号赞霸职])"
    r"|(?<![代])表示|指出|强调|重申|透露|承认|否认|坦言|直言|回答|答道|补充道|写道|告诉|认为|主张|反驳|警告|呼吁|批评"
    r"|谴责|宣布|承诺|解释|提醒|感谢|声明|建议|质疑|引用|引述|援引|转述|要求|希望|相信"
)
"""In Simplified. What follows the verb is said by its subject."""

CHINESE_ASKS: Final = re.compile(r"(?<!被)(?<![访学疑顾慰])(?:提|追|询|质|反)?问(?![题候世及卷答鼎])")
"""Asking is speech too, but a question states nothing; found only where nothing else is said."""

_ENGLISH_REGULAR: Final = words(
    """acknowledg add admitt announc answer argu assert believ call claim comment complain conced conclud confirm declar
    describ emphasis emphasiz explain express insist mention not pledg praise promis quot recall reiterat remark repl
    report respond reveal stat stress suggest testif thank underlin urg voic vow warn"""
)
_ENGLISH_IRREGULAR: Final = words(
    """say says said saying tell tells told write writes wrote think thinks thought deny denies denied announce believe
    describe emphasize explain express insist mention promise quote recall reveal suggest thank urge warn"""
)
"""Base forms too, as questions have them, of verbs that are hardly nouns."""
_GERMAN_REGULAR: Final = words(
    """antwort argumentier äußer beantwort bedank behaupt bekräftig bemerk beschrieb bestätig beton bezeichn dank drück
    droh entgegn ergänz erinner erklär erläuter erwider forder füg glaub kritisier künd kündig lob mein räum sag
    schilder teil unterstreich verkünd versicher verteidig warn zitier"""
)
_GERMAN_IRREGULAR: Final = words(
    """gesagt geantwortet geäußert schreibt schrieb schrieben nennt nannte nannten rief riefen spricht sprach sprachen
    verspricht versprach wies weist hob unterstrich denkt dachte lehnte beschreibt"""
)
LATIN_SAYS: Final = re.compile(
    rf"\b(?:(?:{'|'.join(_ENGLISH_REGULAR)})(?:e?s|e?d|ies|ied)|{'|'.join(_ENGLISH_IRREGULAR)}"
    rf"|(?!meinen\b(?![,:]))(?:{'|'.join(_GERMAN_REGULAR)})e?(?:t|te|ten|n)|{'|'.join(_GERMAN_IRREGULAR)}"
    r"|point(?:s|ed) out|gab(?:en)? an|fuhr(?:en)? fort|merkten? an)\b",
    re.IGNORECASE,
)
"""English and German: hardly a form of the one means something else in the other. Meinen is mostly a possessive."""

ATTRIBUTES: Final = re.compile(rf"\A[^,，]{{1,40}}(?:{LATIN_SAYS.pattern}|{CHINESE_SAYS.pattern})\W*\Z", re.IGNORECASE)
"""A clause that only says who speaks (der Präsident sagte, 警方表示，). In Simplified."""

LATIN_ASKS: Final = re.compile(
    r"\b(?:ask(?:s|ed)?(?!\s+for\b)|fragt(?:e|en)?|gefragt|wondered|inquired)\b", re.IGNORECASE
)

LATIN_PASSIVE: Final = re.compile(
    r"\b(?:was|were|is|are|been|being|be)\s+(?:(?:\w+ly|not|never|also|first)\s+)*\Z|\b(?:wurden?|worden|werden|wird)\b[^,;:]*\Z"
)
"""Before a participle: then the subject is not who speaks. In lower case: a German question begins with Was."""

LATIN_PREPOSITIONS: Final = words(
    """about above after against along alongside among around as at before behind beside between by concerning despite
    during for from in into like near of on onto over regarding since than through to toward towards under until upon
    via with within without according
    ab an am auf aus außer bei beim bis durch für gegen gegenüber gemäß hinter im in ins laut mit nach neben ohne seit
    statt trotz über um unter vom von vor während wegen zu zufolge zum zur zwischen angesichts hinsichtlich
    bezüglich"""
)
"""A name after one of these does not act."""

LATIN_DETERMINERS: Final = words(
    "the a an this that these those his her its their der die das den dem des ein eine einem einen einer eines"
)

PRONOUNS: Final = re.compile(r"他们|她们|他|她|\b(?:[Hh]e|[Ss]he|[Tt]hey|[Ee]r|[Ss]ie)\b")
"""Who speaks is named earlier."""

ADDRESS: Final = re.compile(r"您|你|\b(?:you|yours?|Sie|Ihnen|Ihre?[nmrs]?)\b")
"""Words to someone, who is named earlier. Chinese in Simplified."""

FIRST_PLURAL: Final = re.compile(r"我们|我方|我国|我军|本国|\b(?:we|us|ours?|wir|uns|unser\w*)\b", re.IGNORECASE)
"""Words of a speaker for his own side. Chinese in Simplified."""

ANSWER_LABEL: Final = re.compile(r"\s*[—–-]*\s*(?:答|A|Answer|Antwort)\s*[:：]\s*")
QUESTION_LABEL: Final = re.compile(r"\s*(?:[—–-]{2,}|(?:问|問|Q|Question|Frage)\s*[:：])\s*")
SPEAKER_LABEL: Final = re.compile(
    rf"\s*(?P<name>(?:[{HAN}·．]{{2,12}}|[^\W\d_][\w.’'-]*(?: [\w.’'-]+){{0,4}}))\s*[:：]\s*(?=\S)"
)
"""`Kim Jong Un: ...`, where a name begins the line."""

INTERVIEW: Final = re.compile(
    r"回答|答问|提问|记者会|采访|专访|\b(?:answer(?:s|ed)?|asked|questions?|interview(?:ed)?|press conference"
    r"|beantwortete[nt]?|Fragen|Interview|Pressekonferenz)\b"
)
"""In the line above a list of questions and answers; its subject is who answers. Chinese in Simplified."""


def simplified_text(text: str) -> str:
    """Han characters in their Simplified form, one for one, all else as it is: the tables are in Simplified."""
    return "".join(simplified(ch) if is_han(ch) else ch for ch in text)
