/**
 * The access-control systems that are configured, by tenant and name.
 *
 * @module
 */
import { Context } from "effect";
import type { AccessControl } from "./access_control.ts";
import { watched, type WatchedAccessControl } from "./contact.ts";

/** All configured systems. Fixed from start to stop. */
export class AccessControls extends Context.Service<AccessControls, {
  readonly tenants: ReadonlyArray<string>;
  readonly all: ReadonlyArray<WatchedAccessControl>;
  readonly get: (tenant: string, name: string) => WatchedAccessControl | undefined;
}>()("gatehouse/actors/AccessControls") {}

/** A registry over systems that are already made; `tenants` may be more than have one. */
export function accessControls(
  tenants: ReadonlyArray<string>,
  systems: ReadonlyArray<AccessControl>,
): AccessControls["Service"] {
  const all = systems.map(watched);
  const byName = new Map(all.map((system) => [`${system.tenant}/${system.name}`, system]));
  return { tenants, all, get: (tenant, name) => byName.get(`${tenant}/${name}`) };
}
