"""Function words: the closed classes (articles, pronouns, prepositions, auxiliaries, question words).

They tell a language in the shortest question, they begin sentences, and they say nothing about a document's subject.
"""

from __future__ import annotations


def words(table: str) -> frozenset[str]:
    """The words of a table written as running text."""
    return frozenset(table.split())


ENGLISH = words(
    """a about after all also although am among an and any are as at be because been before being between both but by
    can could did do does doing done during each for from had has have having he her here hers him his how i if in into
    is it its itself just may me might more most much must my no nor not of off on once only or other our out over own
    s shall she should since so some such t than that the their them then there these they this those through to too
    under until up upon us very was we were what when where whether which while who whom whose why will with within
    without would yes you your"""
)

GERMAN = words(
    """aber alle allem allen aller alles als also am an andere anderen anderer anderes auch auf aus außer bei beim bevor
    bin bis bist bzw da dabei dadurch dafür dagegen daher damit danach dann daran darauf daraus darf darin darum darüber
    das dass dazu dein deine dem den denen denn der deren des deshalb dessen die dies diese diesem diesen dieser dieses
    doch dort du durch dürfen ein eine einem einen einer eines er es etwa etwas euch für gab gegen gibt hat hatte hatten
    hätte habe haben hier hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer ihres im in indem ins ist ja jede jedem
    jeden jeder jedes jedoch jene kann kein keine keinem keinen keiner können könnte konnte konnten man mehr mein meine
    mich mir mit muss müssen musste nach nachdem nicht nichts noch nun nur ob obwohl oder ohne sagt sagte schon sehr
    sein seine seinem seinen seiner seines seit sich sie sind so sobald soll sollen sollte sowie sowohl trotz über um
    und uns unser unsere unserem unseren unserer unter vom von vor wann war waren warum was wegen weil welche welchem
    welchen welcher welches wem wen wenn wer werde werden wessen weshalb wie wieder wieso wieviel will wir wird wo
    wobei wodurch wofür woher wohin womit wonach woran worauf woraus worüber worum wovon wovor wozu wollen wollte worden
    wurde wurden würde während zu zum zur zwar zwischen"""
)

CHINESE = words(
    """的 了 吗 呢 什么 是什么 为什么 为何 怎么 怎么说 怎么看 怎样 如何 如何看 如何看待 哪
    哪个 哪些 哪里 哪一 谁 是谁 几 多少 何时 何地 是否
    我们 你们 他们 她们 它们 这个 那个 一个 以及 可以"""
)
"""In Simplified. Particles, question words and pronouns; prepositions are left out, for they also make up words."""

BEHIND_NAMES = words(
    """万一 乃至 什么 保守 保护 保持 保留 保证 保障 内心 内政 内部 内阁 切实 切断 利用 加上 加以 加入 加剧 加强
    加快 加深 加盟 加紧 加速 历史 历来 历经 可以 可供 可是 可望 可能 可见 可谓 司法 因为 因伤 因应 因故 因此
    因涉 因病 因素 因而 坦言 堪称 外交 外出 外界 外表 外部 外长 多位 多名 多年 多数 多方 多次 多项 大举 大力
    大半 大声 大多 大幅 大批 大概 大笑 大约 大肆 大胆 大致 大量 大骂 威胁 安全 安抚 安排 密切 密谈 尚无 尚未
    尤其 居住 居然 居高 希望 平安 平时 张贴 当中 当众 当初 当前 当即 当地 当场 当天 当局 当年 当庭 当日 当时
    当晚 当然 当选 彼此 怀念 怀疑 恰好 恰恰 提交 提供 提倡 提出 提到 提前 提升 提及 提名 提早 提案 提示 提议
    提请 提起 提醒 提问 提高 方才 方面 施以 施加 施压 日前 日电 日益 明天 明年 明日 明显 明白 明确 明言 普遍
    本人 本可 本周 本届 本应 本月 本来 本次 本该 本身 查处 查封 查明 查看 查证 查询 查验 欣慰 欣赏 比较 治理
    治疗 法官 法庭 派人 派兵 派出 派员 派遣 派驻 热切 热情 热烈 热爱 热衷 特别 申报 申明 申诉 申请 简直 索赔
    约为 约定 约见 维护 维持 考察 考虑 若干 若想 若是 许可 许诺 赞助 赞同 赞成 赞扬 赞赏 路透 连任 连同 连夜
    连日 连续 连连 通告 通常 通报 通电 通知 通话 通过 道歉 采取 采用 采访 采购 高兴 高呼 高喊 高层 高度 高调
    高达 默认"""
)
"""In Simplified. What stands behind a name in Chinese and begins with a character that also spells foreign names. Words
that begin with one that often ends a name are left out: 拜登上周, 泽连斯基本人, 贝尔法斯特地方法院."""

SHARED = words(
    """a alle also als am an are as at bin da dem den der des die dies do du ein er es for had has have he her hier him
    i im in ins is it ja man me mein might more most my no nor of off on or os over own per s she so t than to too um
    under up us war was we were wie will with wo"""
)
"""Words that are also frequent in another language written in Latin letters (da, es, fr, it, nl, no, pl, pt, sv, or
English and German between themselves), so one of them alone proves little."""

INTERROGATIVE_START = words(
    """what who whom whose which when where why how is are was were do does did has have had can could will would should
    shall may wer wen wem wessen was welche welcher welches welchen welchem wann wo woher wohin warum weshalb wieso wie
    wieviel womit wofür wodurch worüber woran worauf wovon worum hat haben hatte hatten ist sind war waren wird werden
    wurde wurden kann können darf soll gibt gab"""
)
"""First words of a question in English or German: question words and inverted auxiliaries."""
