// Every word of the page, in the languages of its readers.
export const words = {
  en: {
    title: "Ask your documents",
    skip: "Skip to the question",
    language: "Language",
    documents: "Documents",
    copy: "Copy conversation",
    copied: "Copied, with its citations.",
    fresh: "New conversation",
    lead: "Ask in any language. Every statement of an answer carries a number; press it to see the sentence it rests on, in its article. What the documents do not say is not answered.",
    none: "There are no documents yet.",
    some: (n, languages) => `${n} ${n === 1 ? "document" : "documents"} in ${languages}.`,
    addFirst: "Add documents",
    question: "Your question",
    placeholder: "What would you like to know?",
    followUp: "Ask a follow-up question",
    quotesOnly: "Quotes only (faster)",
    send: "Ask",
    stop: "Stop",
    stopped: "Stopped.",
    searching: "Searching the documents…",
    reading: (n) => `Reading ${n} ${n === 1 ? "passage" : "passages"}…`,
    place: (n) => `The language model is busy. Place in line: ${n}.`,
    found: (n) => `${n} ${n === 1 ? "passage" : "passages"} found`,
    sources: "Sources",
    source: (n) => `Source ${n}`,
    refused: "The documents do not answer this clearly",
    reasons: {
      no_evidence: "Nothing in the documents supports an answer",
      off_topic: "The documents are about other things",
      false_premise: "The question assumes what the documents do not say, or deny",
      conflicting: "The documents contradict each other",
      unsupported_draft: "What could be written was not supported by the documents",
    },
    nearest: "The nearest passages",
    understood: (question) => `Understood as: ${question}`,
    degraded: {
      llm_unavailable: "No language model was at hand: these are quotes only.",
      llm_failed: "The language model failed: this is what was checked by then, or quotes.",
      uncalibrated: "For these models refusals are not calibrated: a cautious rule decided.",
    },
    noYear: "no year stated",
    proven: (start, end) => `Characters ${start}–${end}; the document says exactly this.`,
    unproven: "The document has changed since: this quote is not at its place any more.",
    gone: "This document is no longer there.",
    translation: "Translation",
    close: "Close",
    drop: "Drop files here, or press to choose: text, Markdown, HTML, PDF, Word.",
    adding: "being added…",
    added: "added",
    updated: "updated",
    unchanged: "already there",
    remove: "Remove",
    removeSure: "Really remove?",
    removed: (name) => `${name} was removed.`,
    again: "Try again",
    wrong: "That did not work",
    offline: "The service cannot be reached.",
    offlineHint: "Is it still running?",
    requestId: (id) => `Request ${id}`,
    keyTitle: "A key is needed",
    keyWhy: "This service answers only those who hold a key. It is kept for this tab alone.",
    keyUse: "Use this key",
    seconds: (n) => `${n} s`,
  },
  de: {
    title: "Fragen Sie Ihre Dokumente",
    skip: "Zur Frage springen",
    language: "Sprache",
    documents: "Dokumente",
    copy: "Gespräch kopieren",
    copied: "Kopiert, mit allen Belegen.",
    fresh: "Neues Gespräch",
    lead: "Fragen Sie in jeder Sprache. Jede Aussage einer Antwort trägt eine Nummer; ein Druck darauf zeigt den Satz, auf dem sie beruht, in seinem Artikel. Was die Dokumente nicht sagen, wird nicht beantwortet.",
    none: "Noch gibt es keine Dokumente.",
    some: (n, languages) => `${n} ${n === 1 ? "Dokument" : "Dokumente"}, Sprachen: ${languages}.`,
    addFirst: "Dokumente hinzufügen",
    question: "Ihre Frage",
    placeholder: "Was möchten Sie wissen?",
    followUp: "Weiterfragen",
    quotesOnly: "Nur Zitate (schneller)",
    send: "Fragen",
    stop: "Anhalten",
    stopped: "Angehalten.",
    searching: "Die Dokumente werden durchsucht …",
    reading: (n) => `${n} ${n === 1 ? "Stelle wird" : "Stellen werden"} gelesen …`,
    place: (n) => `Das Sprachmodell ist beschäftigt. Platz in der Schlange: ${n}.`,
    found: (n) => `${n} ${n === 1 ? "Stelle" : "Stellen"} gefunden`,
    sources: "Belege",
    source: (n) => `Beleg ${n}`,
    refused: "Die Dokumente beantworten das nicht eindeutig",
    reasons: {
      no_evidence: "Nichts in den Dokumenten stützt eine Antwort",
      off_topic: "Die Dokumente handeln von anderem",
      false_premise: "Die Frage setzt voraus, was die Dokumente nicht sagen oder verneinen",
      conflicting: "Die Dokumente widersprechen einander",
      unsupported_draft: "Was sich schreiben ließ, war durch die Dokumente nicht gedeckt",
    },
    nearest: "Die nächstliegenden Stellen",
    understood: (question) => `Verstanden als: ${question}`,
    degraded: {
      llm_unavailable: "Es war kein Sprachmodell verfügbar: Dies sind nur Zitate.",
      llm_failed: "Das Sprachmodell ist ausgefallen: Dies ist, was bis dahin geprüft war, oder es sind Zitate.",
      uncalibrated: "Für diese Modelle sind Ablehnungen nicht kalibriert: Eine vorsichtige Regel hat entschieden.",
    },
    noYear: "ohne Jahresangabe",
    proven: (start, end) => `Zeichen ${start}–${end}; genau so steht es im Dokument.`,
    unproven: "Das Dokument hat sich seither geändert: Das Zitat steht nicht mehr an seiner Stelle.",
    gone: "Dieses Dokument gibt es nicht mehr.",
    translation: "Übersetzung",
    close: "Schließen",
    drop: "Dateien hier ablegen oder zum Auswählen drücken: Text, Markdown, HTML, PDF, Word.",
    adding: "wird hinzugefügt …",
    added: "hinzugefügt",
    updated: "aktualisiert",
    unchanged: "schon vorhanden",
    remove: "Entfernen",
    removeSure: "Wirklich entfernen?",
    removed: (name) => `${name} wurde entfernt.`,
    again: "Noch einmal versuchen",
    wrong: "Das hat nicht geklappt",
    offline: "Der Dienst ist nicht erreichbar.",
    offlineHint: "Läuft er noch?",
    requestId: (id) => `Anfrage ${id}`,
    keyTitle: "Ein Schlüssel wird gebraucht",
    keyWhy: "Dieser Dienst antwortet nur denen, die einen Schlüssel haben. Er wird nur für diesen Tab behalten.",
    keyUse: "Diesen Schlüssel verwenden",
    seconds: (n) => `${n} s`,
  },
  "zh-Hans": {
    title: "向你的文档提问",
    skip: "跳到提问处",
    language: "语言",
    documents: "文档",
    copy: "复制对话",
    copied: "已复制，含全部引用。",
    fresh: "新对话",
    lead: "可以用任何语言提问。答案里的每句话都带有编号，点按即可在原文中看到它所依据的句子。文档没有说的，不作回答。",
    none: "还没有文档。",
    some: (n, languages) => `共 ${n} 份文档，语言：${languages}。`,
    addFirst: "添加文档",
    question: "你的问题",
    placeholder: "你想知道什么？",
    followUp: "继续追问",
    quotesOnly: "只要引文（更快）",
    send: "提问",
    stop: "停止",
    stopped: "已停止。",
    searching: "正在检索文档……",
    reading: (n) => `正在阅读 ${n} 处段落……`,
    place: (n) => `语言模型正忙，你排在第 ${n} 位。`,
    found: (n) => `找到 ${n} 处段落`,
    sources: "出处",
    source: (n) => `出处 ${n}`,
    refused: "文档没有明确回答这个问题",
    reasons: {
      no_evidence: "文档中没有支持任何答案的内容",
      off_topic: "文档说的是别的事情",
      false_premise: "问题的前提在文档中没有提到，或被否定",
      conflicting: "文档之间相互矛盾",
      unsupported_draft: "能写出的答案没有得到文档的支持",
    },
    nearest: "最接近的段落",
    understood: (question) => `理解为：${question}`,
    degraded: {
      llm_unavailable: "没有可用的语言模型：以下仅为引文。",
      llm_failed: "语言模型出错：以下是此前已核查的内容，或仅为引文。",
      uncalibrated: "拒答未针对这些模型校准：由一条谨慎的规则决定。",
    },
    noYear: "未注明年份",
    proven: (start, end) => `第 ${start}–${end} 个字符；与文档原文完全一致。`,
    unproven: "文档已经改变：此引文不在原来的位置。",
    gone: "此文档已不存在。",
    translation: "译文",
    close: "关闭",
    drop: "把文件拖到这里，或点按选择：文本、Markdown、HTML、PDF、Word。",
    adding: "正在添加……",
    added: "已添加",
    updated: "已更新",
    unchanged: "已存在",
    remove: "移除",
    removeSure: "确定移除？",
    removed: (name) => `已移除 ${name}。`,
    again: "再试一次",
    wrong: "没有成功",
    offline: "无法连接到服务。",
    offlineHint: "它还在运行吗？",
    requestId: (id) => `请求编号 ${id}`,
    keyTitle: "需要密钥",
    keyWhy: "此服务只回答持有密钥的人。密钥仅保存在当前标签页。",
    keyUse: "使用此密钥",
    seconds: (n) => `${n} 秒`,
  },
  "zh-Hant": {
    title: "向你的文件提問",
    skip: "跳到提問處",
    language: "語言",
    documents: "文件",
    copy: "複製對話",
    copied: "已複製，含全部引用。",
    fresh: "新對話",
    lead: "可以用任何語言提問。答案裡的每句話都帶有編號，點按即可在原文中看到它所依據的句子。文件沒有說的，不作回答。",
    none: "還沒有文件。",
    some: (n, languages) => `共 ${n} 份文件，語言：${languages}。`,
    addFirst: "新增文件",
    question: "你的問題",
    placeholder: "你想知道什麼？",
    followUp: "繼續追問",
    quotesOnly: "只要引文（更快）",
    send: "提問",
    stop: "停止",
    stopped: "已停止。",
    searching: "正在檢索文件……",
    reading: (n) => `正在閱讀 ${n} 處段落……`,
    place: (n) => `語言模型正忙，你排在第 ${n} 位。`,
    found: (n) => `找到 ${n} 處段落`,
    sources: "出處",
    source: (n) => `出處 ${n}`,
    refused: "文件沒有明確回答這個問題",
    reasons: {
      no_evidence: "文件中沒有支持任何答案的內容",
      off_topic: "文件說的是別的事情",
      false_premise: "問題的前提在文件中沒有提到，或被否定",
      conflicting: "文件之間相互矛盾",
      unsupported_draft: "能寫出的答案沒有得到文件的支持",
    },
    nearest: "最接近的段落",
    understood: (question) => `理解為：${question}`,
    degraded: {
      llm_unavailable: "沒有可用的語言模型：以下僅為引文。",
      llm_failed: "語言模型出錯：以下是此前已核查的內容，或僅為引文。",
      uncalibrated: "拒答未針對這些模型校準：由一條謹慎的規則決定。",
    },
    noYear: "未註明年份",
    proven: (start, end) => `第 ${start}–${end} 個字元；與文件原文完全一致。`,
    unproven: "文件已經改變：此引文不在原來的位置。",
    gone: "此文件已不存在。",
    translation: "譯文",
    close: "關閉",
    drop: "把檔案拖到這裡，或點按選擇：純文字、Markdown、HTML、PDF、Word。",
    adding: "正在新增……",
    added: "已新增",
    updated: "已更新",
    unchanged: "已存在",
    remove: "移除",
    removeSure: "確定移除？",
    removed: (name) => `已移除 ${name}。`,
    again: "再試一次",
    wrong: "沒有成功",
    offline: "無法連線到服務。",
    offlineHint: "它還在執行嗎？",
    requestId: (id) => `請求編號 ${id}`,
    keyTitle: "需要金鑰",
    keyWhy: "此服務只回答持有金鑰的人。金鑰只保存在目前的分頁。",
    keyUse: "使用此金鑰",
    seconds: (n) => `${n} 秒`,
  },
};

const KEPT = "rag-language";

// The key in `words` for a language tag, if there is one: zh-TW is zh-Hant, de-AT is de.
function known(tag) {
  try {
    const { language, script } = new Intl.Locale(tag).maximize();
    return [`${language}-${script}`, language].find((key) => key in words);
  } catch {
    return undefined;
  }
}

function wanted() {
  return [localStorage.getItem(KEPT), ...navigator.languages].filter(Boolean).map(known).find(Boolean) ?? "en";
}

export let language = wanted();

export function choose(tag) {
  language = tag;
  localStorage.setItem(KEPT, tag);
}

export const say = (word, ...values) => {
  const found = words[language][word];
  return typeof found === "function" ? found(...values) : found;
};

export const languageName = (tag) => {
  try {
    return new Intl.DisplayNames([language], { type: "language" }).of(tag);
  } catch {
    return tag;
  }
};

// `--07-13` has no year; the page says so rather than guess one.
export function dateInWords(published) {
  const withoutYear = published.startsWith("--");
  const [year, month, day] = (withoutYear ? `2000-${published.slice(2)}` : published).split("-").map(Number);
  if (!month) return published;
  const options = { month: "long", timeZone: "UTC" };
  if (day) options.day = "numeric";
  if (!withoutYear) options.year = "numeric";
  const text = new Intl.DateTimeFormat(language, options).format(new Date(Date.UTC(year, month - 1, day || 1)));
  return withoutYear ? `${text} (${say("noYear")})` : text;
}
