// The list of documents: adding by drop or choice, removing with a second press.
import * as client from "./client.js";
import * as view from "./view.js";
import { languageName, say } from "./words.js";

const $ = (id) => document.getElementById(id);

export function panel({ announce, changed, withKey }) {
  async function open() {
    $("documents").showModal();
    await refresh();
  }

  async function refresh() {
    const list = await withKey(client.documents);
    $("list").replaceChildren(...list.map(row));
    changed(list);
  }

  function row(one) {
    const button = view.h("button", { type: "button", class: "quiet" }, say("remove"));
    let sure = false;
    button.addEventListener("click", async () => {
      if (!sure) {
        sure = true;
        button.textContent = say("removeSure");
        button.classList.add("danger");
        return;
      }
      button.disabled = true;
      try {
        await withKey(() => client.remove(one.id));
        announce(say("removed", one.title || one.source));
      } catch (error) {
        report(one.source, error.message, true);
      }
      await refresh();
    });
    button.addEventListener("blur", () => {
      sure = false;
      button.textContent = say("remove");
      button.classList.remove("danger");
    });
    const about = [view.origin({ ...one, title: "", source: "" }), one.languages.map(languageName).join(", "), one.title && one.source];
    return view.h("li", {},
      view.h("div", {}, view.h("strong", {}, view.breakable(one.title || one.source)), view.h("span", { class: "from" }, about.filter(Boolean).join(" · "))),
      button);
  }

  function report(name, message, wrong = false) {
    const line = view.h("li", wrong ? { class: "wrong" } : {}, view.h("strong", {}, name), " ", message);
    $("uploads").append(line);
    return line;
  }

  async function add(files) {
    if (!$("documents").open) $("documents").showModal();
    $("uploads").replaceChildren();
    for (const file of files) {
      const line = report(file.name, say("adding"));
      try {
        const done = await withKey(() => client.upload(file));
        const kind = ["added", "updated", "unchanged"].find((name) => done[name]) ?? "unchanged";
        line.replaceWith(report(file.name, say(kind)));
      } catch (error) {
        line.replaceWith(report(file.name, [error.message || say("offline"), error.hint].filter(Boolean).join(" "), true));
      }
    }
    await refresh();
  }

  $("files").addEventListener("change", async (event) => {
    const files = [...event.target.files];
    await add(files);
    event.target.value = "";
  });
  for (const name of ["dragover", "dragenter"]) {
    document.addEventListener(name, (event) => {
      event.preventDefault();
      document.body.classList.add("dragging");
    });
  }
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) document.body.classList.remove("dragging");
  });
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    document.body.classList.remove("dragging");
    if (event.dataTransfer.files.length) add([...event.dataTransfer.files]);
  });
  document.querySelector("#documents [data-close]").addEventListener("click", () => $("documents").close());
  return { open };
}
