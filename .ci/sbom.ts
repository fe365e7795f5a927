/**
 * `deno task sbom`: writes the bill of materials of the lock file to a file, `sbom.cdx.json` unless
 * another is named.
 *
 * @module
 */
import denoJson from "../deno.json" with { type: "json" };
import { billOfMaterials, type LockFile } from "./bill_of_materials.ts";

const [path = "sbom.cdx.json"] = Deno.args;
const lock = JSON.parse(await Deno.readTextFile("deno.lock")) as LockFile;
const document = billOfMaterials(lock, { name: "gatehouse", version: denoJson.version });
await Deno.writeTextFile(path, `${JSON.stringify(document, null, 2)}\n`);
await Deno.stdout.write(
  new TextEncoder().encode(`${path}: ${Object.keys(lock.npm).length} packages\n`),
);
