/**
 * How an access-control system is reached and treated, as the configuration file says.
 *
 * @module
 */
import type { Markup } from "../page.ts";
import { FactsList } from "../parts/facts_list.tsx";
import { duration } from "../parts/time.tsx";
import { counted } from "../parts/words.ts";
import type { Adapter } from "./card.tsx";

/** All of it; its secrets came masked. */
export function Configuration({ adapter: { configuration, symbology } }: {
  readonly adapter: Adapter;
}): Markup {
  const { url, token, replyKey, retry, breaker, pace } = configuration;
  const { pollMs, reconcileEveryMs, repair } = configuration;
  return (
    <FactsList
      facts={[
        ["URL", url],
        ["Token", token],
        ["Reply key", replyKey ?? "none: it brings nothing by itself"],
        ["Retries", `after ${duration(retry.firstMs)}, later after up to ${duration(retry.maxMs)}`],
        ["Waits for an answer", `up to ${duration(retry.attemptTimeoutMs)}`],
        [
          "Breaker opens",
          `after ${counted(breaker.failures, "failure")}, for ${duration(breaker.openMs)}`,
        ],
        ["Pace", paceWords(pace)],
        ["Asked for scans", `every ${duration(pollMs)}`],
        ["Compared", `every ${duration(reconcileEveryMs)}`],
        ["Repairs", repair === "propose" ? "an operator approves each" : "by itself"],
        ["Symbology", symbology ?? "as the ticket template says"],
      ]}
    />
  );
}

function paceWords({ callsMax, callsPerSecond }: Adapter["configuration"]["pace"]): string {
  const rate = callsPerSecond === null ? "as fast as it answers" : `${callsPerSecond} a second`;
  return `${counted(callsMax, "call")} at once, ${rate}`;
}
