/**
 * A small plot of the last hour, drawn by the server, with its figures as a table beside it.
 *
 * @module
 */
import type { Markup } from "../page.ts";
import { Table } from "../parts/table.tsx";

/** One line of a plot, minute by minute; `null`: there is nothing to say of that minute. */
interface Series {
  readonly name: string;
  readonly values: ReadonlyArray<number | null>;
}

interface PlotProps {
  readonly title: string;
  /** Said after each figure, as `ms`. */
  readonly unit: string;
  /** Instead of it after a 1. */
  readonly unitOfOne?: string;
  /** Two at most: there are two strokes. */
  readonly series: ReadonlyArray<Series>;
  /** RFC 3339, one for each value. */
  readonly times: ReadonlyArray<string>;
}

const WIDTH = 360;
const HEIGHT = 90;

/** Lines from zero to the highest figure of all. */
export function Plot({ title, unit, unitOfOne = unit, series, times }: PlotProps): Markup {
  const most = Math.max(0, ...series.flatMap(({ values }) => values.map((one) => one ?? 0)));
  const figure = (value: number) => `${value} ${value === 1 ? unitOfOne : unit}`;
  return (
    <figure class="plot">
      <figcaption>
        {title}{" "}
        <span class="quiet">{most === 0 ? "none in this hour" : `up to ${figure(most)}`}</span>
      </figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={wordsOf({ title, figure, series })}
      >
        {series.map(({ values }, i) => (
          <path class={`line-${i}`} d={pathOf(values, Math.max(1, most))} />
        ))}
      </svg>
      <p class="legend">
        {series.map(({ name }, i) => <span class={`key-${i}`}>{name}</span>)}
      </p>
      <details>
        <summary>Figures</summary>
        <Figures title={title} series={series} times={times} />
      </details>
    </figure>
  );
}

function pathOf(values: ReadonlyArray<number | null>, highest: number): string {
  const step = WIDTH / Math.max(1, values.length - 1);
  let isDrawing = false;
  return values.map((value, i) => {
    if (value === null) {
      isDrawing = false;
      return "";
    }
    const verb = isDrawing ? "L" : "M";
    isDrawing = true;
    const y = HEIGHT - 2 - (HEIGHT - 4) * value / highest;
    // a point alone is a line of no length, which round ends make visible
    return `${verb}${(i * step).toFixed(1)} ${y.toFixed(1)}h.01`;
  }).join("");
}

function wordsOf({ title, figure, series }: Pick<PlotProps, "title" | "series"> & {
  readonly figure: (value: number) => string;
}): string {
  const newest = series.map(({ name, values }) => {
    const value = values.at(-1) ?? null;
    return `${name} ${value === null ? "nothing" : figure(value)}`;
  });
  return `${title}: in this minute ${newest.join(", ")}`;
}

function Figures({ title, series, times }: Omit<PlotProps, "unit" | "unitOfOne">): Markup {
  const rows = times.map((at, i) => ({ at, values: series.map(({ values }) => values[i] ?? null) }))
    .filter(({ values }) => values.some((value) => value !== null && value !== 0));
  return (
    <Table
      label={title}
      columns={["Minute (UTC)", ...series.map(({ name }) => ({ number: name }))]}
    >
      {rows.toReversed().map(({ at, values }) => (
        <tr>
          <td>{at.slice(11, 16)}</td>
          {values.map((value) => <td class="number">{value ?? ""}</td>)}
        </tr>
      ))}
    </Table>
  );
}
