// Speaking with the service: the key, errors in one shape, and server-sent events.
const KEY = "rag-key";

export class Failure extends Error {
  constructor(status, { code = "", message = "", hint = "", request_id = "" }) {
    super(message);
    Object.assign(this, { status, code, hint, requestId: request_id });
  }
}

export const keep = (key) => sessionStorage.setItem(KEY, key);

async function call(path, options = {}) {
  const key = sessionStorage.getItem(KEY);
  const headers = { ...options.headers, ...(key ? { Authorization: `Bearer ${key}` } : {}) };
  const response = await fetch(path, { ...options, headers });
  if (response.ok) return response;
  let told = {};
  try {
    told = (await response.json()).error;
  } catch {
    told = { message: response.statusText };
  }
  throw new Failure(response.status, told);
}

const asJson = (body) => ({ method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

export const documents = async () => (await (await call("/v1/documents")).json()).documents;
export const about = async (id) => (await call(`/v1/documents/${encodeURIComponent(id)}`)).json();
export const text = async (id) => (await call(`/v1/documents/${encodeURIComponent(id)}/text`)).text();
export const remove = async (id) => (await call(`/v1/documents/${encodeURIComponent(id)}`, { method: "DELETE" })).json();

export async function upload(file) {
  const form = new FormData();
  form.append("file", file, file.name);
  return (await call("/v1/documents", { method: "POST", body: form })).json();
}

// Yields [event, payload] until the stream ends; an `error` event is thrown.
export async function* ask(body, signal) {
  const response = await call("/v1/ask", { ...asJson({ ...body, stream: true }), signal });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    rest += value;
    const blocks = rest.split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) {
      const found = parse(block);
      if (!found) continue;
      if (found[0] === "error") throw new Failure(0, found[1].error);
      yield found;
    }
  }
}

function parse(block) {
  const fields = {};
  for (const line of block.split("\n")) {
    const colon = line.indexOf(":");
    if (colon > 0) fields[line.slice(0, colon)] = line.slice(colon + 1).trimStart();
  }
  return fields.data ? [fields.event, JSON.parse(fields.data)] : null;
}
