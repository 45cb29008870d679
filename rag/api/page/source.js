// The article behind a citation: the exact span, marked in its text; and the quote beside a mark that is pointed at.
import * as client from "./client.js";
import * as view from "./view.js";
import { languageName, say } from "./words.js";

const $ = (id) => document.getElementById(id);

export function source(announce) {
  let opener = null;

  async function show(citation, from) {
    opener = from;
    peek(null);
    $("source").hidden = false;
    document.body.classList.add("with-source");
    describe(citation);
    $("source").focus({ preventScroll: true });
    try {
      const [about, text] = await Promise.all([client.about(citation.document), client.text(citation.document)]);
      describe({ ...citation, ...about, language: citation.language });
      $("source-text").lang = about.languages[0] ?? "";
      showText(citation, text);
    } catch (error) {
      tell(error.status === 404 ? say("gone") : error.message || say("offline"), false);
    }
  }

  function describe(record) {
    $("source-title").replaceChildren(...view.breakable(record.title || record.source));
    const spoken = (record.languages ?? [record.language]).map(languageName).join(", ");
    $("source-about").textContent = [view.origin({ ...record, title: "", source: "" }), spoken, record.title && record.source].filter(Boolean).join(" · ");
    $("source-text").replaceChildren();
    tell("", true);
    $("source-translation").hidden = !record.translation;
    $("source-translation").textContent = record.translation ?? "";
    $("source-translation").lang = record.into ?? "";
  }

  // The page checks the proof itself: the text from start to end must be the quote, to the letter.
  function showText(citation, text) {
    const { mark, before, inside, after } = view.article(text, citation.start, citation.end, citation.language);
    const holds = inside === citation.quote;
    $("source-text").replaceChildren(...(holds ? [before, mark, after] : [text]));
    const message = holds ? say("proven", citation.start, citation.end) : say("unproven");
    tell(message, holds);
    announce(message);
    if (holds) centre(mark);
  }

  function centre(mark) {
    const box = $("source-text");
    const offset = mark.getBoundingClientRect().top - box.getBoundingClientRect().top;
    box.scrollTop += offset - box.clientHeight / 3;
  }

  function tell(message, holds) {
    $("source-proof").textContent = message;
    $("source-proof").classList.toggle("broken", !holds);
  }

  function hide() {
    if ($("source").hidden) return;
    $("source").hidden = true;
    document.body.classList.remove("with-source");
    opener?.isConnected && opener.focus({ preventScroll: true });
  }

  function peek(citation, element) {
    $("peek").hidden = !citation;
    if (!citation) return;
    $("peek").replaceChildren(view.h("q", { lang: citation.language }, citation.quote),
      citation.translation ? view.h("p", { class: "translation", lang: citation.into }, citation.translation) : "",
      view.h("p", { class: "from" }, view.origin(citation)));
    const at = element.getBoundingClientRect();
    const width = Math.min(360, window.innerWidth - 24);
    const height = $("peek").offsetHeight;
    const above = at.top > height + 16;
    $("peek").style.width = `${width}px`;
    $("peek").style.left = `${Math.max(12, Math.min(at.left - 24, window.innerWidth - width - 12))}px`;
    $("peek").style.top = `${above ? at.top - $("peek").offsetHeight - 8 : at.bottom + 8}px`;
  }

  $("close-source").addEventListener("click", hide);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
    peek(null);
    hide();
  });
  return { show, peek, hide };
}
