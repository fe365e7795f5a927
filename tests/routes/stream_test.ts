/**
 * The live stream at its edges: resuming, its limit, and requests that never read it.
 *
 * @module
 */
import assert from "node:assert/strict";
import { ALL, ALLOCATION, type Api, assertProblem, makeApi, openSeason } from "../support/api.ts";

/** As many as one app holds open. */
const STREAMS_MAX = 100;

const headers = { authorization: `Bearer ${ALL}` };

function openApi(): Api & { readonly stop: () => void } {
  const stopping = new AbortController();
  return { ...makeApi({ stopping: stopping.signal }), stop: () => stopping.abort() };
}

const RESUMED: Readonly<Record<string, { readonly query: string; readonly headers: object }>> = {
  "Last-Event-ID": { query: "", headers: { "last-event-id": "0" } },
  "?after=": { query: "&after=0", headers: {} },
  "Last-Event-ID before ?after=": { query: "&after=99999999", headers: { "last-event-id": "0" } },
};

for (const [by, { query, headers: told }] of Object.entries(RESUMED)) {
  Deno.test(`the stream goes on after a position by ${by}, with the facts of the log`, async () => {
    const api = openApi();
    await openSeason(api);
    await api.ask("POST /v1/tickets/T-1/allocate", { body: ALLOCATION });
    const { body: log } = await api.ask("GET /v1/events?kind=ticket");
    const response = await api.app.request(`/v1/events/stream?kind=ticket${query}`, {
      headers: { ...headers, ...told },
    });
    assert.equal(response.headers.get("content-type"), "text/event-stream");
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    assert.equal((await reader?.read())?.value, "retry: 2000\n\n");
    const [fact] = log.data;
    const event = (await reader?.read())?.value;
    assert.equal(event, `id: ${fact.position}\ndata: ${JSON.stringify(fact)}\n\n`);
    api.stop();
    assert.equal((await reader?.read())?.done, true);
  });
}

Deno.test("a position that is none, and a filter that is none, are refused", async () => {
  const { ask } = makeApi();
  const bad = await ask("GET /v1/events/stream", { headers: { "last-event-id": "newest" } });
  assertProblem(bad, 400, "bad-header");
  assertProblem(await ask("GET /v1/events/stream?limit=5"), 400, "bad-query");
});

Deno.test("a stream that nobody reads any more gives its place to the next one", async () => {
  const { app, stop } = openApi();
  const open = () => app.request("/v1/events/stream", { headers });
  for (let n = 0; n < STREAMS_MAX; n += 1) {
    await app.request("/v1/events/stream", { method: "HEAD", headers });
  }
  const streams = await Promise.all(Array.from({ length: STREAMS_MAX }, open));
  assert.ok(streams.every(({ status }) => status === 200));
  const refused = await open();
  assert.equal(refused.status, 429);
  assert.equal(refused.headers.get("retry-after"), "5");
  await refused.body?.cancel();
  await streams[0]?.body?.cancel();
  const again = await open();
  assert.equal(again.status, 200);
  stop();
  await Promise.all([...streams.slice(1), again].map((stream) => stream.text()));
});
