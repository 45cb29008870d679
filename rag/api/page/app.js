// The page: its state, and what each control does.
import * as client from "./client.js";
import { panel } from "./documents.js";
import { source } from "./source.js";
import * as view from "./view.js";
import { choose, language, languageName, say } from "./words.js";

const $ = (id) => document.getElementById(id);
const KEPT = "rag-turns";
const MOST = 50;
let turns = restore();
let asking = null;

const announce = (message) => ($("news").textContent = message);
const actions = source(announce);
const documents = panel({ announce, changed: showState, withKey });

function restore() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT)) ?? [];
  } catch {
    return [];
  }
}

function keepTurns() {
  const done = turns.filter((turn) => turn.answer).slice(-MOST);
  sessionStorage.setItem(KEPT, JSON.stringify(done.map(({ question, answer }) => ({ question, answer }))));
}

// Runs `work`; where a key is missing, asks for one and runs it again.
async function withKey(work) {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (error.status !== 401) throw error;
      await askForKey();
    }
  }
}

let keyAsked = null;
function askForKey() {
  keyAsked ??= new Promise((resolve) => {
    $("key").showModal();
    $("key").addEventListener("close", () => {
      client.keep($("key-value").value);
      $("key-value").value = "";
      keyAsked = null;
      resolve();
    }, { once: true });
  });
  return keyAsked;
}

// A dialog without a key would only ask again: Escape does not close it.
$("key").addEventListener("cancel", (event) => event.preventDefault());

function translatePage() {
  document.documentElement.lang = language;
  document.title = say("title");
  for (const element of document.querySelectorAll("[data-word]")) element.textContent = say(element.dataset.word);
  for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", say(element.dataset.label));
  $("language").value = language;
  $("question").placeholder = say(turns.length ? "followUp" : "placeholder");
}

async function showState(known) {
  let list;
  try {
    list = known ?? (await withKey(client.documents));
  } catch {
    return;
  }
  const languages = [...new Set(list.flatMap((one) => one.languages))].map(languageName);
  const joined = new Intl.ListFormat(document.documentElement.lang, { type: "conjunction" }).format(languages);
  $("state").textContent = list.length ? say("some", list.length, joined) : say("none");
  $("count").textContent = list.length;
  $("add-first").hidden = list.length > 0;
}

function drawTurns() {
  $("turns").replaceChildren(...turns.map((turn) => drawTurn(turn)));
  showControls();
}

function drawTurn(turn) {
  turn.body = view.h("div", { class: "body" });
  turn.element = view.h("li", { class: "turn" }, view.h("h2", { class: "asked" }, turn.question), turn.body);
  if (turn.answer) turn.body.append(...view.answer(turn.answer, actions).filter(Boolean));
  return turn.element;
}

function showControls() {
  const any = turns.length > 0;
  $("welcome").hidden = any;
  $("copy").hidden = $("fresh").hidden = !turns.some((turn) => turn.answer);
  $("stop").hidden = !asking;
  $("send").hidden = Boolean(asking);
  $("question").placeholder = say(any ? "followUp" : "placeholder");
  document.body.classList.toggle("begun", any);
}

const history = () => turns.filter((turn) => turn.answer).slice(-10).flatMap(({ question, answer }) => [
  { role: "user", content: question },
  { role: "assistant", content: answer.answer },
]);

async function ask(question) {
  const turn = { question };
  const request = { question, history: history(), answerer: $("quotes-only").checked ? "extractive" : "auto" };
  turns.push(turn);
  $("turns").append(drawTurn(turn));
  turn.element.scrollIntoView({ block: "start", behavior: "smooth" });
  await run(turn, request);
}

async function run(turn, request) {
  asking = new AbortController();
  showControls();
  const stage = progress(turn);
  try {
    await withKey(async () => {
      for await (const [event, payload] of client.ask(request, asking.signal)) stage[event]?.(payload);
    });
    if (!turn.answer) throw new client.Failure(0, { message: say("offline"), hint: say("offlineHint") });
    keepTurns();
    announce(turn.answer.answer);
  } catch (error) {
    stage.end();
    turn.body.replaceChildren(error.name === "AbortError" ? stopped() : failed(error, turn, request));
  } finally {
    stage.end();
    asking = null;
    showControls();
    $("question").focus({ preventScroll: true });
  }
}

const stopped = () => view.h("p", { class: "note" }, say("stopped"));

function failed(error, turn, request) {
  const known = error instanceof client.Failure ? error : new client.Failure(0, { message: say("offline"), hint: say("offlineHint") });
  return view.failure(known, () => run(turn, request));
}

// What a turn shows while its answer is made: each event of the stream has its function here.
function progress(turn) {
  const began = Date.now();
  const words = view.h("span", {}, say("searching"));
  const clock = view.h("span", { class: "clock" });
  const status = view.h("p", { class: "status" }, view.h("span", { class: "pulse", "aria-hidden": "true" }), words, " ", clock);
  const text = view.h("p", { class: "answer" });
  const found = view.h("div");
  turn.body.replaceChildren(found, text, status);
  const ticking = setInterval(() => {
    const seconds = Math.round((Date.now() - began) / 1000);
    clock.textContent = seconds >= 2 ? say("seconds", seconds) : "";
  }, 500);
  let evidence = [];
  return {
    evidence(payload) {
      evidence = payload.evidence;
      words.textContent = say("reading", evidence.length);
      text.replaceChildren();
      found.replaceChildren(evidence.length ? view.evidence(evidence) : "");
    },
    queue: ({ place }) => (words.textContent = place ? say("place", place) : say("reading", evidence.length)),
    sentence(payload) {
      if (payload.verdict === "unsupported") return;
      text.append(text.textContent ? " " : "", payload.text.replace(/\s?\[\d+\]/gu, ""));
      words.textContent = say("reading", evidence.length);
    },
    answer(payload) {
      turn.answer = payload;
      turn.body.replaceChildren(...view.answer(payload, actions).filter(Boolean));
    },
    end: () => clearInterval(ticking),
  };
}

async function copyAll() {
  await navigator.clipboard.writeText(view.asText(turns));
  announce(say("copied"));
  $("copy").textContent = say("copied");
  setTimeout(() => ($("copy").textContent = say("copy")), 2000);
}

function grow() {
  $("question").style.height = "auto";
  $("question").style.height = `${$("question").scrollHeight}px`;
}

$("ask").addEventListener("submit", (event) => {
  event.preventDefault();
  const question = $("question").value.trim();
  if (!question || asking) return;
  $("question").value = "";
  grow();
  ask(question);
});
$("question").addEventListener("input", grow);
$("question").addEventListener("keydown", (event) => {
  // While a Chinese word is being composed, Enter chooses it.
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  $("ask").requestSubmit();
});
$("stop").addEventListener("click", () => asking?.abort());
$("copy").addEventListener("click", copyAll);
$("fresh").addEventListener("click", () => {
  asking?.abort();
  turns = [];
  keepTurns();
  drawTurns();
  actions.hide();
  $("question").focus();
});
$("language").addEventListener("change", (event) => {
  choose(event.target.value);
  translatePage();
  if (!asking) drawTurns();
  showState();
});
for (const id of ["open-documents", "add-first"]) $(id).addEventListener("click", documents.open);

translatePage();
drawTurns();
showState();
$("question").focus();
