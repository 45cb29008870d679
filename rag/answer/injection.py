"""Text that speaks to the model instead of telling its reader something: never evidence, so never in a prompt.

This is the first of three fences. What remains is filled into the prompt as data (`prompt.as_data`), and what the model
then writes is shown only if a quote supports it. The rules are about who is addressed and what is asked (an order not
to follow instructions, to be somebody, to answer with given words), not about one wording.
"""

from __future__ import annotations

import re

from rag.answer.speech import simplified_text

_ORDERS = re.compile(
    r"""
    # instructions are to be set aside
    \b(?:ignor\w*|disregard\w*|forget|overrid\w*|bypass\w*|discard|neglect|(?:do\ not|don[’']t)\ (?:follow|obey)
        |vergiss|vergessen\ sie|missachte\w*|übergehe\w*|verwirf|verwerfen\ sie|befolge\ (?:nicht|keine))\b
      .{0,60}?\b(?:instruct\w*|prompts?|rules?|guidelines?|directions?|directives?|orders|context|everything|excerpts?
        |question|anweisung\w*|instruktion\w*|vorgabe\w*|regel\w*|befehl\w*|richtlinie\w*|kontext|frage|auszüge?)\b
    | (?:忽略|无视|忘记|忘掉|不要?理会|别理|抛开|跳过|不必遵守|不要遵守).{0,30}?
      (?:指示|指令|提示|规则|要求|命令|说明|设定|内容|上文|问题|上下文|对话)
    # who the reader is said to be
    | \b(?:you\ are|act\ as|pretend\ to\ be|du\ bist|sie\ sind|verhalte\ dich\ wie|spiele)\ (?:now\ |jetzt\ |nun\ )?
      .{0,30}?\b(?:ai|assistant|chatbot|bot|language\ model|llm|gpt|dan|ki|assistent\w*|sprachmodell|hacker|pirate?n?)\b
    | (?:你|您)(?:现在|如今|从现在起|将)?(?:是|扮演|作为).{0,12}?(?:ai|人工智能|助手|助理|机器人|语言模型|模型|黑客)
    | \b(?:attention|note|message|instructions?|hinweis|nachricht|anweisung\w*|achtung)\b.{0,20}?\b(?:to|for|an|für)\b
      .{0,20}?\b(?:ai|assistants?|chatbots?|bots?|language\ models?|llms?|ki|assistenten?|sprachmodelle?)\b
    | (?:致|给|请|告诉)?.{0,6}(?:ai|人工智能|语言模型|聊天机器人|助手)[:：,，].{0,40}(?:请|必须|应当|不要|只)
    # the answer is dictated
    | \b(?:answer|reply|respond)(?:\ \w+){0,3}?\ (?:with|only|exactly|always|in)\b
    | \b(?:say|write|print|output|repeat)\ (?:only|exactly|this|the\ (?:words?|following|text|prompt|system))\b
    | \bantworte\w*(?:\ sie)?(?:\ \w+){0,3}?\ (?:mit|nur|ausschließlich|immer)\b
    | \b(?:schreib\w*|sag\w*|gib)(?:\ sie)?\ (?:nur|genau|ausschließlich|folgende\w*)\b
    | (?:只(?:需|要|能|可)?|必须|务必|一律|直接|请)(?:回答|回[复覆]|输出|答[复覆]|说出|写|重复|打印)
    # the machinery is named
    | \b(?:system\ ?-?(?:prompt|message)|systemprompt|system-?nachricht|prompt\ injection|jailbreak|developer\ mode)\b
    | 系统(?:提示|消息|指令)|提示词|越狱
    | <\|[^|<>]{1,24}\|>|\[/?INST\]|<(?:start|end)_of_turn>|<</?SYS>>
    | \b(?:ai|assistant|chatbot|language\ model|llm|ki|assistent|sprachmodell)\s*[,:]\ ?(?!["“„])
    | ^\s*(?:\W{0,4})(?:system|assistant|user|human|instruction)\s*[:：>|\]]
    """,
    re.VERBOSE | re.IGNORECASE,
)


def addresses_model(text: str) -> bool:
    """Whether a sentence gives orders to whoever answers questions about it."""
    return _ORDERS.search(simplified_text(text)) is not None
