/**
 * When a system that is asked for scans, for its list or on trial counts as down.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Contact, type Question } from "../../actors/contact.ts";

const REASON = "Connection refused";

/** What questions have led to, one a second; `null`: an answer. */
function after(...noted: ReadonlyArray<readonly [Question, string | null]>): Contact {
  const contact = new Contact();
  noted.forEach(([question, reason], n) => contact.note(question, reason, n * 1000));
  return contact;
}

Deno.test("one lost poll is nothing, and neither are two", () => {
  assert.equal(after(["scans", REASON]).silence, null);
  assert.equal(after(["scans", REASON], ["scans", REASON], ["scans", null]).silence, null);
  const [given, lost] = [["scans", null], ["scans", REASON]] as const;
  assert.equal(after(lost, lost, given, lost, lost, given, lost).silence, null);
});

Deno.test("three failures in a row are a silence, since the first and for the last reason", () => {
  const { silence } = after(["scans", null], ["scans", "HTTP 503"], ["list", "x"], [
    "trial",
    REASON,
  ]);
  assert.deepEqual([silence?.since, silence?.reason], [1000, REASON]);
});

Deno.test("the next answer ends a silence, of whatever was asked", () => {
  const lost = [["list", REASON], ["trial", REASON], ["list", REASON]] as const;
  assert.notEqual(after(...lost).silence, null);
  for (const question of ["scans", "list", "trial"] as const) {
    assert.equal(after(...lost, [question, null]).silence, null, question);
  }
});

Deno.test("scans that are missing alone are not hidden by other answers", () => {
  const lost = [["scans", REASON], ["list", null], ["scans", REASON], ["scans", REASON]] as const;
  const contact = after(["scans", null], ...lost, ["trial", null]);
  assert.equal(contact.silence?.since, 1000);
  assert.equal(contact.scansAt, 0);
  contact.note("scans", null, 9000);
  assert.equal(contact.silence, null);
  assert.equal(contact.scansAt, 9000);
});
