"""The examples of the OpenAPI document: real ones, about the seed documents."""

from __future__ import annotations

from typing import Any

from fastapi.openapi.models import Example

_QUOTE = "他说,“朝鲜人民军与俄罗斯士兵并肩作战,解放了俄库尔斯克州”。"
_CITATION: dict[str, Any] = {
    "id": 1,
    "document": "6b27cdcb53e5cd2f",
    "source": "seeds/000_ab4d0b7b6ea0cd6f.txt",
    "sha256": "5d54c5ecd8e12f7d682d7b4d2f46ddf4a36ebb9d7629ac1dff6ccdda39337fac",
    "start": 454,
    "end": 454 + len(_QUOTE),
    "quote": _QUOTE,
    "title": None,
    "published": "--07-13",
    "language": "zh-Hans",
    "translation": None,
}
_SENTENCE = {
    "text": "Lavrov said that North Korean soldiers helped to liberate the Kursk region [1].",
    "citations": [1],
    "verdict": "supported",
}
ANSWER: dict[str, Any] = {
    "question": "what did Lavrov say about Kursk?",
    "language": "en",
    "status": "answered",
    "answer": _SENTENCE["text"],
    "refusal": None,
    "sentences": [_SENTENCE],
    "citations": [_CITATION],
    "answerer": "llm",
    "model": "qwen2.5-coder-1.5b-instruct-q4",
    "degraded": None,
    "usage": {"prompt_tokens": 312, "completion_tokens": 24},
    "timings": {"retrieve_ms": 31.0, "first_token_ms": 8100.0, "total_ms": 9800.0},
    "confidence": 0.93,
}
ANSWER_EVENTS = (
    'event: queue\ndata: {"place":1}\n\nevent: sentence\ndata: {"text":"...","citations":[1],"verdict":"supported"}\n\n'
)
QUESTION: dict[str, Example] = {
    "question": Example(summary="A question", value={"question": "what did Lavrov say about Kursk?"}),
    "stream": Example(
        summary="Streamed, without the language model",
        value={"question": "拉夫罗夫对库尔斯克说了什么？", "answerer": "extractive", "stream": True},
    ),
    "follow-up": Example(
        summary="A follow-up",
        value={
            "question": "Und wann war das?",
            "history": [
                {"role": "user", "content": "Was sagte Lawrow über Kursk?"},
                {"role": "assistant", "content": "Er dankte den Soldaten [1]."},
            ],
        },
    ),
}
HITS = {
    "hits": [
        {
            "rank": 1,
            "document": _CITATION["document"],
            "source": _CITATION["source"],
            "start": _CITATION["start"],
            "end": _CITATION["end"],
            "text": _QUOTE,
            "score": 4.2,
            "language": "zh-Hans",
            "title": _CITATION["title"],
            "published": _CITATION["published"],
        }
    ]
}
DOCUMENT = {
    "id": _CITATION["document"],
    "source": _CITATION["source"],
    "media_type": "text/plain",
    "sha256": _CITATION["sha256"],
    "title": _CITATION["title"],
    "outlet": None,
    "published": "--07-13",
    "languages": ["zh-Hans", "en"],
    "characters": 3783,
}
DOCUMENTS = {
    "documents": [
        {**{name: DOCUMENT[name] for name in DOCUMENT if name not in ("media_type", "characters")}, "chunks": 9}
    ]
}
TEXT = f"…随后,双方落座交谈。拉夫罗夫转达了俄总统普京对金正恩的问候。{_QUOTE}…\n"
UPLOADED = {
    "added": 1,
    "updated": 0,
    "unchanged": 0,
    "removed": 0,
    "skipped": 0,
    "failed": 0,
    "failures": [],
    "documents": 6,
    "chunks": 61,
    "seconds": 0.8,
}
COMPLETION: dict[str, Any] = {
    "id": "chatcmpl-5f0e",
    "object": "chat.completion",
    "created": 1760000000,
    "model": "rag",
    "choices": [
        {
            "index": 0,
            "finish_reason": "stop",
            "message": {
                "role": "assistant",
                "content": ANSWER["answer"],
                "annotations": [
                    {
                        "type": "url_citation",
                        "url_citation": {
                            "start_index": 75,
                            "end_index": 78,
                            "url": f"http://127.0.0.1:8000/v1/documents/{_CITATION['document']}/text#char=454,485",
                            "title": _CITATION["source"],
                        },
                    }
                ],
            },
        }
    ],
    "usage": {"prompt_tokens": 312, "completion_tokens": 24, "total_tokens": 336},
    "rag": ANSWER,
}
