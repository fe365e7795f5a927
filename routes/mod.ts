/**
 * The REST surface.
 *
 * @module
 */
export { makeApp } from "./app.ts";
export { cloudEvents } from "./cloud_events.ts";
export { type Invitation, makeInvitation } from "./console/invitation.ts";
export type { AppOptions } from "./house.ts";
export { type Key, type KeyRing, type Scope, SCOPES } from "./keys.ts";
export type { Route } from "./route.ts";
export { ROUTES } from "./table.ts";
