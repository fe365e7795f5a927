/**
 * What a verdict rests on: facts and deliveries, each leading to its own page.
 *
 * @module
 */
import type { Markup } from "../page.ts";
import { FactDetails } from "../events/rows.tsx";
import { Status } from "../parts/status.tsx";
import { Time } from "../parts/time.tsx";
import { spaced } from "../parts/words.ts";
import type { Verdict } from "../shown.ts";

type Piece = Verdict["evidence"][number];

/** In the order in which they happened, as the gate check answers them. */
export function Evidence({ verdict: { evidence, actor } }: { readonly verdict: Verdict }): Markup {
  if (evidence.length === 0) {
    return (
      <p class="quiet">
        {actor === null
          ? "Nothing here has ever known this barcode."
          : "No fact and no message says more."}
      </p>
    );
  }
  return (
    <>
      <h3>Evidence</h3>
      <ol class="evidence">{evidence.map((piece) => <li>{pieceOf(piece)}</li>)}</ol>
    </>
  );
}

function pieceOf(piece: Piece): Markup {
  if (piece.kind === "event") {
    return (
      <details>
        <summary>
          <Time at={piece.at} /> {piece.sentence}
        </summary>
        <FactDetails fact={piece} />
      </details>
    );
  }
  return (
    <>
      <Time at={piece.createdAt} /> Told to {piece.accessControl}:{" "}
      <a href={`/console/deliveries/${piece.id}`}>{spaced(piece.command)}</a>{" "}
      <Status word={piece.status} />
    </>
  );
}
