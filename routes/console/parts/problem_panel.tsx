/**
 * A problem in words: what is wrong, why, and what to do.
 *
 * @module
 */
import type { Markup } from "../page.ts";
import { fieldAt } from "../returned.ts";
import type { ShownProblem } from "../visit.ts";

/** In place of a page, or of a part of it. */
export function ProblemPanel({ problem }: { readonly problem: ShownProblem }): Markup {
  const { errors = [] } = problem;
  return (
    <section class="problem">
      <h1>{problem.title}</h1>
      {errors.length === 0 && <p>{problem.detail}</p>}
      {errors.map(({ pointer, detail }) => (
        <p>
          <code>{fieldAt(pointer)}</code> {detail}
        </p>
      ))}
      {problem.scope !== undefined && (
        <p>
          The key needs the scope <code>{problem.scope}</code>.
        </p>
      )}
      <p class="quiet">
        <a href={`/problems/${problem.code}`}>{problem.code}</a>
        {problem.requestId !== "" && ` · request ${problem.requestId}`}
      </p>
    </section>
  );
}
