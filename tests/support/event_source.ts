/**
 * A reader of server-sent events that remembers what it was told.
 *
 * @module
 */
import assert from "node:assert/strict";

/** One event, read. */
export interface Told {
  readonly id: string;
  readonly data: { readonly type: string };
}

/** An open stream. */
export interface EventReader {
  readonly events: () => ReadonlyArray<Told>;
  readonly types: () => ReadonlyArray<string>;
  /** Settles when the other side has ended it. */
  readonly ended: Promise<void>;
  readonly close: () => Promise<void>;
}

/** Opens one, and returns when the first bytes have come. */
export async function openEvents(
  url: string,
  { key, lastEventId }: { readonly key: string; readonly lastEventId?: string },
): Promise<EventReader> {
  const response = await fetch(url, {
    headers: {
      authorization: `Bearer ${key}`,
      ...(lastEventId === undefined ? {} : { "last-event-id": lastEventId }),
    },
  });
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("content-type"), "text/event-stream");
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  assert.ok(reader !== undefined);
  const told: Array<Told> = [];
  let text = (await reader.read()).value ?? "";
  const ended = (async () => {
    while (true) {
      const { done, value } = await reader.read();
      if (done) return;
      text += value;
      const blocks = text.split("\n\n");
      text = blocks.pop() ?? "";
      told.push(...blocks.flatMap(parse));
    }
  })();
  return {
    events: () => told,
    types: () => told.map(({ data }) => data.type),
    ended,
    close: async () => {
      await reader.cancel();
      await ended;
    },
  };
}

function parse(block: string): ReadonlyArray<Told> {
  const [, id, data] = /^id: (\d+)\ndata: (.+)$/m.exec(block) ?? [];
  return id === undefined || data === undefined ? [] : [{ id, data: JSON.parse(data) }];
}
