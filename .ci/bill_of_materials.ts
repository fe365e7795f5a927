/**
 * The bill of materials: every package of the lock file as CycloneDX 1.6. Pure: the same lock file
 * gives the same document, so it has neither a time nor a serial number.
 *
 * @module
 */
import { licenceOf } from "./licences.ts";

/** `deno.lock`, as far as it is read here. */
export interface LockFile {
  readonly version: string;
  readonly npm: Readonly<Record<string, LockedPackage>>;
}

/** One package of the lock file. */
export interface LockedPackage {
  /** `sha512-` and base64. */
  readonly integrity: string;
  /** Names, with `@` and a version where there are several. */
  readonly dependencies?: ReadonlyArray<string>;
  /** For one platform each: at most one of them is installed. */
  readonly optionalDependencies?: ReadonlyArray<string>;
}

/** A package's name and version. */
export interface PackageId {
  readonly name: string;
  readonly version: string;
}

/** `name@1.2.3`, or `name@1.2.3_peer@4.5.6` where a package was resolved beside a peer. */
export function packageId(key: string): PackageId {
  const [, name, version] = /^(@?[^@]+)@([^_]+)/.exec(key) ?? [];
  if (name === undefined || version === undefined) throw new Error(`"${key}" is no package`);
  return { name, version };
}

/** The document, ready for `JSON.stringify`. */
export function billOfMaterials(lock: LockFile, product: PackageId): object {
  const keys = Object.keys(lock.npm).sort();
  return {
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: {
      component: { "type": "application", "bom-ref": product.name, ...product },
    },
    components: keys.map((key) => componentOf(key, lock.npm[key])),
    dependencies: [
      { ref: product.name, dependsOn: keys.map(purlOf) },
      ...keys.map((key) => ({ ref: purlOf(key), dependsOn: needsOf(lock, key) })),
    ],
  };
}

function componentOf(key: string, locked: LockedPackage | undefined): object {
  const { name, version } = packageId(key);
  const [scope, own] = name.startsWith("@") ? name.split("/") : [undefined, name];
  const licence = licenceOf(name);
  return {
    "type": "library",
    "bom-ref": purlOf(key),
    ...(scope === undefined ? {} : { group: scope }),
    "name": own,
    version,
    ...(licence === null ? {} : { licenses: [licenceForm(licence)] }),
    "purl": purlOf(key),
    "hashes": [{ alg: "SHA-512", content: hexOf(locked?.integrity ?? "") }],
  };
}

/** The format has one field for a licence and another for several. */
function licenceForm(licence: string): object {
  return licence.includes(" ") ? { expression: licence } : { license: { id: licence } };
}

/** As package-url writes it: the `@` of a scope is encoded. */
function purlOf(key: string): string {
  const { name, version } = packageId(key);
  return `pkg:npm/${name.replace("@", "%40")}@${version}`;
}

function needsOf({ npm }: LockFile, key: string): ReadonlyArray<string> {
  const { dependencies = [], optionalDependencies = [] } = npm[key] ?? {};
  const wanted = [...dependencies, ...optionalDependencies];
  return Object.keys(npm)
    .filter((other) => wanted.some((one) => other === one || packageId(other).name === one))
    .map(purlOf)
    .sort();
}

function hexOf(integrity: string): string {
  const [algorithm, base64] = integrity.split("-", 2);
  if (algorithm !== "sha512" || base64 === undefined) {
    throw new Error(`Cannot read the integrity "${integrity}": only sha512 is known`);
  }
  return Uint8Array.fromBase64(base64).toHex();
}
