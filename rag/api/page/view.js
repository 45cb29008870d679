// From records to elements. Everything that comes from a document or a model becomes a text node, never markup.
import { dateInWords, say } from "./words.js";

export function h(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value != null) element.setAttribute(key, value);
  }
  element.append(...children.flat().filter((child) => child != null && child !== false));
  return element;
}

// A file's name may break after its separators, rather than anywhere.
export const breakable = (name) => name.split(/(?<=[/_.-])/u).flatMap((part, place) => (place ? [h("wbr"), part] : [part]));

export const origin = (record) =>
  [record.title || record.source, record.outlet, record.published && dateInWords(record.published)].filter(Boolean).join(" · ");

// `show(citation)` opens the article, `peek(citation, element)` shows the quote beside its mark.
export function marked(text, citations, actions) {
  const byNumber = new Map(citations.map((citation) => [citation.id, citation]));
  return text.split(/((?:\s?\[\d+\])+[.。!！?？,，;；:：]?)/u).map((part, place) => {
    if (place % 2 === 0) return part;
    const [, marks, end] = /^(.*\])(.*)$/u.exec(part);
    const known = marks.match(/\d+/gu).map((number) => byNumber.get(Number(number)));
    // Marks and the punctuation after them stay on one line.
    return h("span", { class: "kept" }, known.map((citation) => citation && mark(citation, actions)), end);
  });
}

function mark(citation, { show, peek }) {
  const button = h("button", { type: "button", class: "mark", "aria-label": `${say("source", citation.id)}: ${citation.quote}` }, String(citation.id));
  button.addEventListener("click", () => show(citation, button));
  for (const event of ["mouseenter", "focus"]) button.addEventListener(event, () => peek(citation, button));
  for (const event of ["mouseleave", "blur"]) button.addEventListener(event, () => peek(null, button));
  return h("sup", {}, button);
}

export function quote(citation, { show }, { numbered = true } = {}) {
  const body = h("blockquote", { lang: citation.language }, citation.quote);
  const about = h("button", { type: "button", class: "origin" }, origin(citation));
  about.addEventListener("click", () => show(citation, about));
  const translation = citation.translation && h("p", { class: "translation", lang: citation.into }, citation.translation);
  return h("li", { class: "quote", ...(numbered ? { value: citation.id } : {}) },
    numbered && h("span", { class: "number", "aria-hidden": "true" }, String(citation.id)),
    h("div", {}, body, translation, about));
}

export function evidence(list) {
  return h("details", { class: "evidence" },
    h("summary", {}, say("found", list.length)),
    h("ol", {}, list.map((one) => h("li", { lang: one.language }, one.quote, " ", h("span", { class: "from" }, origin(one.document))))));
}

// With each citation goes the language that its translation is in.
const into = (language, citations) => citations.map((citation) => ({ ...citation, into: language }));

export function answer(record, actions) {
  return [
    record.understood && h("p", { class: "note", lang: record.language }, say("understood", record.understood)),
    ...(record.refusal ? refusal(record, actions) : given(record, actions)),
  ];
}

function given(record, actions) {
  const citations = into(record.language, record.citations);
  return [
    h("p", { class: "answer", lang: record.language }, marked(record.answer, citations, actions)),
    record.degraded && h("p", { class: "note" }, say("degraded")[record.degraded] ?? record.degraded),
    citations.length > 0 && h("section", { class: "sources" }, h("h3", {}, say("sources")),
      h("ol", {}, citations.map((citation) => quote(citation, actions)))),
  ];
}

function refusal(record, actions) {
  const { reason, message } = record.refusal;
  const nearest = into(record.language, record.refusal.nearest);
  return [
    h("div", { class: "refusal" },
      h("h3", {}, say("reasons")[reason] ?? say("refused")),
      h("p", { class: "said", lang: record.language }, message)),
    nearest.length > 0 && h("section", { class: "sources" }, h("h3", {}, say("nearest")),
      h("ul", {}, nearest.map((citation) => quote(citation, actions, { numbered: false })))),
  ];
}

export function failure(error, again) {
  const retry = h("button", { type: "button", class: "quiet" }, say("again"));
  retry.addEventListener("click", again);
  return h("div", { class: "failure", role: "alert" },
    h("h3", {}, say("wrong")),
    h("p", {}, error.message || say("offline")),
    error.hint && h("p", { class: "hint" }, error.hint),
    error.requestId && h("p", { class: "request" }, say("requestId", error.requestId)),
    retry);
}

// The article with the span marked. Offsets count code points, JavaScript's strings UTF-16 units.
export function article(text, start, end, language) {
  const points = Array.from(text);
  const before = points.slice(0, start).join("");
  const inside = points.slice(start, end).join("");
  const after = points.slice(end).join("");
  return { mark: h("mark", { lang: language }, inside), before, inside, after };
}

export function asText(turns) {
  return turns.filter((turn) => turn.answer).map(({ question, answer }) => {
    const citations = answer.refusal ? answer.refusal.nearest : answer.citations;
    const list = citations.map((c) => `[${c.id}] ${c.quote}\n    ${origin(c)} (${c.source}, ${c.start}–${c.end})`);
    return [`> ${question}`, answer.answer, ...list].join("\n\n");
  }).join("\n\n---\n\n");
}
