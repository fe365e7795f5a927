/**
 * Many commands in one request.
 *
 * @module
 */
import type { CommandResult } from "./forms.ts";
import { type GatehouseProblem, problemFrom } from "./problem.ts";
import type { Send } from "./transport.ts";

/** One command of a batch. */
export interface BatchItem {
  /** As `/v1/orders/O-1/print`. */
  readonly path: string;
  readonly body: unknown;
  /** Made where there is none, and kept over repetitions. */
  readonly idempotencyKey?: string;
}

/** What one command came to: it was carried out, or why not. */
export type BatchOutcome =
  | { readonly result: CommandResult; readonly problem: null }
  | { readonly result: null; readonly problem: GatehouseProblem };

interface Answers {
  readonly data: ReadonlyArray<{
    readonly status: number;
    readonly body: unknown;
    readonly replayed?: true;
  }>;
}

/** The request itself is repeated safely: each of its commands has its own key. */
export async function sendBatch(
  send: Send,
  items: ReadonlyArray<BatchItem>,
): Promise<ReadonlyArray<BatchOutcome>> {
  const body = items.map((item) => ({ idempotencyKey: crypto.randomUUID(), ...item }));
  const answer = await send({
    method: "POST",
    path: "/v1/commands:batch",
    body,
    idempotencyKey: null,
  });
  return (answer.body as Answers).data.map(({ status, body, replayed = false }) =>
    status < 300
      ? { result: { ...body as Omit<CommandResult, "replayed">, replayed }, problem: null }
      : { result: null, problem: problemFrom(status, body) }
  );
}
