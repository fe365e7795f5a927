/**
 * What is said of words that are not understood: what is wrong with them, and where help is.
 *
 * @module
 */
import { Console } from "effect";
import { CliOutput } from "effect/cli";

/** Help is shown where it was asked for; whoever has mistyped is told of that alone. */
export const presenter: CliOutput.Presenter = {
  present: (event) =>
    event._tag === "InvalidInvocation"
      ? Console.error(sentenceOf(event))
      : CliOutput.defaultPresenter.present(event),
};

function sentenceOf(
  { errors, commandPath }: Pick<CliOutput.Presenter.InvalidInvocation, "errors" | "commandPath">,
): string {
  const faults = errors.map(({ message }) => firstLine(message).replace(/\.$/, ""));
  return `${faults.join("; ")}; see deno task ${commandPath.join(" ")} --help.`;
}

/** Guesses at what was meant follow below; a terminal obeys control characters. */
function firstLine(message: string): string {
  return (message.split("\n", 1)[0] ?? "").replaceAll(/\p{Cc}/gu, " ");
}
