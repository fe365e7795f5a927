/**
 * Which addresses webhooks may have.
 *
 * @module
 */
import assert from "node:assert/strict";
import { addressFault } from "../../../adapters/webhooks/hosts.ts";

const HOSTS = ["hooks.example", "other.example:8443", "127.0.0.1", "[::1]"];

Deno.test("an address on an allowed host may be had, on every port or on the one that is named", () => {
  const allowed = [
    "https://hooks.example/a/b",
    "http://HOOKS.example:81/",
    "https://other.example:8443/",
    "http://127.0.0.1:9000/hook",
    "http://[::1]:9000/hook",
    "http://127.1/hook",
    "http://0x7f000001/hook",
  ];
  for (const address of allowed) assert.equal(addressFault(address, HOSTS), null, address);
});

Deno.test("an address that is anywhere else, or hides something, may not be had", () => {
  const refused = [
    "",
    "hooks.example",
    "ftp://hooks.example/",
    "file:///etc/passwd",
    "https://other.example/",
    "https://other.example:8444/",
    "https://sub.hooks.example/",
    "https://hooks.example.evil.test/",
    "https://hooks.example./",
    "https://hooks.example@evil.test/",
    "https://evil.test#@hooks.example",
    "https://evil.test\\@hooks.example",
    "https://hooks.example/?token=1",
    "http://127.0.0.2/",
    "http://169.254.169.254/",
    "http://[::ffff:127.0.0.1]/",
  ];
  for (const address of refused) {
    assert.match(addressFault(address, HOSTS) ?? "", /^must /, address);
  }
});

Deno.test("who may have none is told which setting says so", () => {
  assert.match(addressFault("https://hooks.example/", []) ?? "", /webhookHosts/);
});
