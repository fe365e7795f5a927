/**
 * The house style as lint rules: `deno lint` runs them with its own.
 *
 * @module
 */
import { documented, moduleHeader } from "./rules/documented.ts";
import { pure } from "./rules/pure.ts";
import { rooms } from "./rules/rooms.ts";
import { functionLines, noDefaultExport } from "./rules/shape.ts";

const plugin: Deno.lint.Plugin = {
  name: "house",
  rules: {
    "documented": documented,
    "function-lines": functionLines,
    "module-header": moduleHeader,
    "no-default-export": noDefaultExport,
    "pure": pure,
    "rooms": rooms,
  },
};

export default plugin;
