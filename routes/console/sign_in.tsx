/**
 * The door of the console: a key is shown once and a session stands for it from then on.
 *
 * @module
 */
import type { Markup } from "./page.ts";

/** The form; `isWrong` after a key that opened nothing. */
export function SignIn(
  { next, isWrong }: { readonly next: string; readonly isWrong: boolean },
): Markup {
  return (
    <section class="sign-in">
      <h1>Sign in</h1>
      <p>The console can do what your key can do.</p>
      <form method="post" action="/console/sign-in">
        <input type="hidden" name="next" value={next} />
        <label for="key">Key</label>
        <input
          id="key"
          name="key"
          type="password"
          required
          maxlength={512}
          autocomplete="current-password"
          spellcheck={false}
          aria-invalid={isWrong}
          aria-describedby={isWrong ? "wrong" : undefined}
        />
        {isWrong && (
          <p id="wrong" class="note bad">
            <span aria-hidden="true">✖</span>{" "}
            This key opens nothing: it is mistyped, or its time is over.
          </p>
        )}
        <button type="submit">Sign in</button>
      </form>
    </section>
  );
}

/** Where to go after the door: a page of the console, whatever the request says. */
export function safeNext(next: string | undefined): string {
  return next !== undefined && /^\/console(\/[^\\]*|\?[^\\]*)?$/.test(next) ? next : "/console";
}
