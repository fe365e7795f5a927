/**
 * Which addresses webhooks may have: those on hosts that the configuration names, and no others.
 *
 * @module
 */

/** Hosts as Deno's own permissions write them: with a port for that port alone, else for all. */
export type AllowedHosts = ReadonlyArray<string>;

/** What an address must be that is not allowed; `null`: it is. It is never looked up to judge it. */
export function addressFault(address: string, allowed: AllowedHosts): string | null {
  const url = URL.parse(address);
  if (url === null || !/^https?:$/.test(url.protocol)) return "must be an http or https URL";
  if (/[?#@]/.test(address)) return "must have no credentials, query and fragment";
  const port = url.port || (url.protocol === "https:" ? "443" : "80");
  const isAllowed = allowed.includes(url.hostname) || allowed.includes(`${url.hostname}:${port}`);
  if (isAllowed) return null;
  return allowed.length === 0
    ? "must be on a host that the tenant's webhookHosts allow: the configuration names none"
    : "must be on a host that the tenant's webhookHosts in the configuration allow";
}
