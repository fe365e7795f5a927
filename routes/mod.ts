/**
 * The REST surface.
 *
 * @module
 */
export { makeApp } from "./app.ts";
export { cloudEvents } from "./cloud_events.ts";
export { type Invitation, makeInvitation } from "./console/invitation.ts";
export type { AccessControlInfo, AppOptions } from "./house.ts";
export { loadKeys, makeKeyRing } from "./key_ring.ts";
export { type HeldKey, type Key, type Scope, SCOPES } from "./keys.ts";
export { Peer } from "./rate_limit.ts";
export type { Route } from "./route.ts";
export { ROUTES } from "./table.ts";
