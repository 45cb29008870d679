"""Text that speaks to the model instead of telling its reader something: never evidence, so never in a prompt.

This is the first of three fences. What remains is filled into the prompt as data (`prompt.as_data`), and what the model
then writes is shown only if a quote supports it. The rules are about who is addressed and what is asked (an order not
to follow instructions, to be somebody, to answer with given words), not about one wording. What only tells of such
orders, or gives others to people (answer the call, reply by 3 May), is evidence as any text is.
"""

from __future__ import annotations

import re
from typing import Final

from rag.answer.speech import simplified_text
from rag.text.lookalikes import as_read

_MODEL: Final = (
    r"(?:(?:ai|virtual|digital|automated)[ -])?(?:ai|assistants?|chat-?bots?|bots?|(?:language|ai)\ models?|llms?|gpt"
    r"|automated\ (?:readers?|systems?))"
)
_GERMAN_MODEL: Final = r"(?:ki(?:-\w+)?|assistent(?:en|in|innen)?|chatbots?|(?:sprach|ki-)modelle?n?)"
_CHINESE_MODEL: Final = r"(?:(?<![a-z])ai(?![a-z])|人工智[能慧]|语言模型|大?模型|聊天机器人|机器人|助手|助理)+"
_BEGINS: Final = (
    r"(?:\A|[.,;:!?。>|)\]—–]|\b(?:please|kindly|and|now|then|always|just|simply"
    r"|you\ (?:must|should|have\ to|are\ to|to)))\W{0,4}"
)
"""What stands before an order; a subject would tell who does it."""
_THAT: Final = r"(?:\W+\w+){0,3}?(?:\W+(?:that|with)\b|\s*[:\"“])"
_MUST: Final = r"(?:must|ha(?:s|ve)\ to|should|shall|needs?\ to|(?:is|are)\ to)"
_SAY: Final = r"(?:say|answer|reply|respond|state|claim|tell|report|write|output)"
_WHOEVER: Final = (
    r"(?:who(?:so)?ever|(?:any|every)(?:one|body)(?:\ who)?|(?:those|all|people)(?:\ who)?)\ "
    r"(?:(?:is|are|gets?)\ )?(?:ask(?:s|ed)?|answer(?:s|ing)?)\b"
)

_ENGLISH: Final = rf"""
    # instructions are to be set aside, and not someone's own; who the reader is said to be; the answer is dictated
    {_BEGINS}(?:
      (?:ignore|disregard|forget|override|bypass|discard|neglect|(?:do\ not|don[’']t)\ (?:follow|obey))\b
        (?!\W+(?:its|their|his|her)\b).{{0,60}}?\b(?:instructions?|prompts?|rules?|guidelines?|directions?|directives?
          |orders|context|everything|excerpts?|question)\b
      | (?:ignore|disregard|forget)\b[^"“”]{{0,60}}?(?:\b(?:and|then)|,)\ (?:just\ |only\ |instead\ )?
        (?:say|answer|reply|respond|state|claim|output|print)\b
      | act\ as\ .{{0,30}}?\b(?:{_MODEL}|dan|hacker|pirate)\b
      | (?:answer|reply|respond)(?:
          \ (?:only|exactly)\b(?!\ (?:the|these|those|one|if|when|to)\b)
          | (?:\ \w+){{0,3}}?\ with\ (?:the\ (?:words?|phrase|sentence|following)|exactly|only|nothing|["“'(]
            |(?-i:[A-Z0-9]))
          | \ in\ (?:english|german|french|spanish|italian|chinese|russian|capitals|json)\b)
      | (?:say|write|print|output|repeat)\ (?:only|exactly|this\s*:|the\ (?:words?|following|prompt|system))\b
      | tell\ (?:{_WHOEVER}
          | (?:(?:the|any|every|all|your)\ )?(?:readers?|users?|askers?|questioners?)\b.{{0,60}}?\bthat\b))
    | \b(?:you\ are|pretend\ to\ be)\ (?:now\ )?.{{0,30}}?\b(?:{_MODEL}|dan|hacker|pirate)\b
    # who is addressed
    | \A\W*(?:\w+\ )?(?:attention|note|message|instructions?|notice)\b.{{0,20}}?\b(?:to|for)\b.{{0,20}}?\b{_MODEL}\b
      .{{0,30}}?[:,]
    | (?:\A|[.!?:;])\W*{_MODEL}(?:\s*[:!]
      |,\ (?:you|your|please|if|do|don|never|always|{_SAY}|ignore|disregard|forget)\b)
    | \b(?:dear|hey|hello|attention)\ {_MODEL}\b
    # it must be answered so
    | \b{_MODEL}\b(?:[^.!?]{{0,40}}?\b{_MUST}\ (?:\w+\ )?|\ (?:is|are)\ (?:\w+\ )?(?:asked|requested|instructed)\ to\ )
      (?:ignore\b|disregard\b|{_SAY}{_THAT})(?!.{{0,20}}\b(?:ai|human|machine|chat-?bot|robot)s?\b)
    | \b{_WHOEVER}.{{0,90}}?\b{_MUST}\ (?:\w+\ )?{_SAY}{_THAT}
    | \b(?:when|if)(?:ever)?\ (?:you\ are\ |any(?:one|body)\ |some(?:one|body)\ (?:is\ )?)?ask(?:ed|s)?\b[^.!?]{{0,80}}?
      ,\ (?:(?:please|always|you\ (?:must|should))\ )*(?:answer|reply|respond|say|state){_THAT}
    | \b(?:we|i)\ (?:hereby\ )?(?:ask|request|instruct|order|require|urge|want|expect)\ (?:\w+\ )?{_MODEL}\ to[ ]
      {_SAY}{_THAT}
    | \b(?:answers?|repl(?:y|ies)|responses?)\b[^.!?]{{0,60}}?\b(?:begin|start|end)s?\ with[ ]
      (?:the\ (?:words?|phrase)|["“])
    | \b(?:any|every|each|all)\ (?:summar(?:y|ies)|answers?|repl(?:y|ies)|responses?)\b[^.!?]{{0,60}}?
      \b(?:stated?|says?|said)\ that
"""
_GERMAN_SAY: Final = r"(?:antworten|sagen|angeben|ausgeben|behaupten|schreiben|erwidern|mitteilen|auszugeben|anzugeben)"
_GERMAN: Final = rf"""
    # instructions are to be set aside
    (?:\b(?:ignoriere?|vergiss|missachte|übergehe|verwirf|befolge\ (?:nicht|keine))\b
        |\b(?:ignorieren|vergessen|missachten|übergehen|verwerfen)\ sie\b)
      .{{0,60}}?\b(?:anweisung\w*|instruktion\w*|vorgabe\w*|regel\w*|befehl\w*|richtlinie\w*|(?:system)?prompts?|kontext|frage
        |auszüge?|alles|zeilen|rules?|instructions?)\b
    # who the reader is said to be, who is addressed
    | \b(?:du\ bist|sie\ sind\ (?:jetzt|nun)|verhalte\ dich\ wie|spiele)\ (?:jetzt\ |nun\ )?.{{0,30}}?
      \b(?:{_GERMAN_MODEL}|hacker|piraten?)\b
    | \A\W*(?:\w+\ )?(?:hinweis|nachricht|anweisung\w*|achtung|mitteilung)\b.{{0,20}}?\b(?:an|für)\b.{{0,20}}?
      \b{_GERMAN_MODEL}\b.{{0,30}}?[:,]
    | (?:\A|[.!?:;])\W*(?:(?:liebe[rs]?|hallo|achtung)\ )?(?:ki|assistent|sprachmodell)\s*[:!]
    | \b(?:liebe[rs]?|hallo|achtung)\ {_GERMAN_MODEL}\b
    # the answer is dictated
    | \b(?:antworte|antworten\ sie)(?:\ \w+){{0,3}}?\ (?:nur|ausschließlich|immer)\b
    | \b(?:antworte|antworten\ sie)(?:\ \w+){{0,3}}?\ mit\ (?:den\ worten|dem\ (?:wort|satz)|["“„]|(?-i:[A-Z0-9]))
    | \b(?:schreibe?|sage?|gib|(?:schreiben|sagen|geben)\ sie)\ (?:nur|genau|ausschließlich|folgende[sn]?)\b
    | \b{_GERMAN_MODEL}\b[^.!?]{{0,40}}?\b(?:soll|muss|müssen|sollen|ha(?:t|ben)|(?:ist|sind))\b[^.!?]{{0,60}}?
      \b{_GERMAN_SAY}\W{{1,3}}(?:dass|mit)\b(?!.{{0,30}}\b(?:ki|mensch\w*|maschine\w*)\b)
    | \bwer\b[^.!?]{{0,90}}?\b(?:gefragt\ wird|(?:be)?antwortet)\b[^.!?]{{0,80}}?\b(?:soll|muss|hat|möge)\b
      [^.!?]{{0,60}}?\b{_GERMAN_SAY}\W{{1,3}}(?:dass|mit)\b
    | \bwenn\b[^.!?]{{0,60}}?\bgefragt\ wird\b[^.!?]{{0,20}},\ (?:dann\ )?(?:antworte|sage?|schreibe?)\b
    | \bals\ antwort\ (?:ist|hat|muss|soll)\b
    | \b(?:sage?|sagen\ sie|teilen?(?:\ sie)?)\ (?:bitte\ )?(?:de[mnr]|jede[mr]|allen),?[ ]
      (?:lesern?|leserinnen|nutzern?|fragenden|fragestellern?|der\ (?:\w+\ )?fragt|die\ (?:\w+\ )?fragen)\b
    | \bwir\ (?:bitten|ersuchen|fordern)\ (?:\w+\ )?{_GERMAN_MODEL}\b[^.!?]{{0,80}}?
      \b(?:zu\ \w+|auszugeben|anzugeben|auf)\W{{1,3}}dass\b
    | \bantworten?\b[^.!?]{{0,60}}?\b(?:beginn(?:t|en)|fängt|fangen)\ (?:stets\ |immer\ )?mit[ ]
      (?:den\ worten|dem\ (?:wort|satz)|["“„])
"""
_CHINESE_BEGINS: Final = r"(?:\A|[,.。;:!?、)】\]|>\s]|请|须|务必|必须|并)"
_CHINESE_SAY: Final = r"(?:回答|回[复覆]|答[复覆]|输出|说|表示|打印|重复|告诉)"
_CHINESE: Final = rf"""
    # instructions are to be set aside
    {_CHINESE_BEGINS}(?:您|你)?(?:忽略|无视|忘记|忘掉|不要?理会|别理|抛开|跳过|不必遵守|不要遵守)(?!了|过)
      .{{0,6}}?(?:以上|上述|上面|前面|之?前|先前|所有|全部|一切|其[他它余]|原有|任何|这些|所给).{{0,20}}?
      (?:指示|指令|提示|规则|要求|命令|说明|设定|内容|上文|问题|上下文|对话|行|文字)
    # who the reader is said to be, who is addressed
    | (?:你|您)(?:现在|如今|从现在起|将)?(?:是|扮演|作为).{{0,12}}?(?:{_CHINESE_MODEL}|黑客)
    | (?:致|给|告诉|各位|所有|亲爱的|注意)[^,。:]{{0,6}}{_CHINESE_MODEL}[^,。:]{{0,4}}:
    | (?:致|各位|亲爱的)[^,。:]{{0,6}}{_CHINESE_MODEL},.{{0,40}}(?:请|必须|应当|不要|只)
    | (?:\A|。)\s*{_CHINESE_MODEL}(?::|,\s?(?:请|你|您|必须|务必|不要))
    # the answer is dictated
    | {_CHINESE_BEGINS}(?:只|仅|直接)(?:需|要|能|可|准)?(?:回答|回[复覆]|输出|答[复覆]|说出|打印)
      (?!了|过|.{{0,6}}(?:问题|提问|以下|下列|[的道到]))
    | (?:一律|务必)(?:只|都)?(?:回答|回[复覆]|输出|答[复覆]|说出?|打印)(?!.{{0,8}}(?:问题|提问))
    | 必须(?:说(?!明|服)|输出|回答(?!.{{0,12}}(?:问题|提问|[的道])))(?=["“「a-z0-9])
    | 请(?:输出|打印|重复)(?=["“「a-z0-9])
    | {_CHINESE_BEGINS}(?:烦请|请)?(?:所有|任何|每[个位]|各|该|本)?{_CHINESE_MODEL}[^,。]{{0,10}}?
      (?<=[请型能慧手理人i])(?:(?:必须|应当?该?|须|务必|一律|需要?|要|都|均)*){_CHINESE_SAY}
      (?!了|过|明|服|.{{0,8}}(?:问题|提问|用户|自己))(?<=[须当该须必律需要都均答复覆出说示印诉])
    | (?:请|要求|凡)(?:所有|任何|每[个位]|各位)?[^,。]{{0,10}}(?:回答|答[复覆]|解答|被问)[^,。]{{0,20}}?(?:人|者)
      (?:都|均|一律|必须|要|应当?|须)+(?:回答|回[复覆]|答[复覆]|说|表示)
    | (?:被问|问[到及起]|询问|有人问)[^。]{{0,40}}?(?:应当?|须|必须|请|一律|都要|只)(?:都|只|直接)?
      (?:回答|说(?!明)|回[复覆]|答[复覆]|告诉)(?!.{{0,8}}(?:问题|提问))
    | (?:告诉|告知)(?:所有|任何|每[个位])?(?:读者|提问者|询问者|问起的人|提问的人|询问的人)(?=[^,。]*(?:是|已|在|为|\d))
"""
_OTHERS: Final = r"""
    \b(?:ignor[ae]n?|olvid[ae]n?|descart[ae]n?)\b.{0,40}?\b(?:instrucci[oó]n\w*|indicaci[oó]n\w*|reglas|órdenes)\b
    | \b(?:ignore[rz]?|oublie[rz]?|ne\ ten(?:ez|ir)\ (?:pas|aucun)\ compte)\b.{0,12}\b(?:les|des|ces|vos|tes)\b.{0,30}?
      \b(?:instructions?|consignes?|règles?|directives?)\b
    | \b(?:ignor(?:a|ate|are|i)|dimentica(?:te|re)?)\b.{0,40}?\b(?:istruzion\w*|indicazion\w*|regol\w*)\b
    | \b(?:ignor[ae]|esque[cç]a)\b.{0,40}?\b(?:instruç\w*|regras)\b
    | \b(?:asist(?:ente)|assistente?|assistant|modelo|modello|modèle)\b.{0,30}?\b(?:debe|tiene\ que|deve|doit)[ ]
      (?:responder|decir|rispondere|dire|répondre)\b
    | \b(?:(?:про)?игнориру|забуд|не\ обращай|пренебре|не\ следуй)\w*.{0,40}?\b(?:инструкц|указани|правил|команд)\w*
    | (?:ассистент|модель|помощник|бот)\b.{0,20}?\b(?:долж\w+|обязан\w?)\ (?:ответить|отвечать|сказать|говорить)
    | (?:指示|命令|指令|ルール|プロンプト|规则|设定).{0,12}(?:无视|忘れ|従わ)
    | と(?:答え|お?答えし|回答し|返答し|言っ|返信し)て?(?:ください|下さい|なさい)
    | (?:지시|명령|규칙|지침|프롬프트)\S{0,2}.{0,12}(?:무시|잊)
    | (?:라고|다고)\s?(?:답변?|대답|말|응답)(?:하|해)\s?(?:십시오|세요|라\b|주세요|주십시오)
"""
_MACHINERY: Final = r"""
    \b(?:print|reveal|show|output|repeat|leak|ignore|gib|zeige?|nenne)\b.{0,40}?\bsystem\ ?-?prompt
    | \b(?:system|developer)\ ?-?(?:prompt|message|mode)\s*:
    | \bnew\ task\s*: | \bneue\ aufgabe\s*: | 系统(?:提示|消息|指令)\s*:
    | <\|[^|<>]{1,24}\|> | \[/?INST\] | <(?:start|end)_of_turn> | <</?SYS>> | "role"\s*:\s*"(?:system|user|assistant)"
    | ^\s*(?:\W{0,4})(?:system|assistant|user|human|instruction)\s*[:>|\]]
"""
_ORDERS: Final = re.compile(
    "|".join(f"(?:{one})" for one in (_ENGLISH, _GERMAN, _CHINESE, _OTHERS, _MACHINERY)), re.VERBOSE | re.IGNORECASE
)


def addresses_model(text: str) -> bool:
    """Whether a sentence, as a model would read it, gives orders to whoever answers questions about it."""
    return _ORDERS.search(simplified_text(as_read(text))) is not None
