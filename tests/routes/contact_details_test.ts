/**
 * Which texts are taken for a way to reach somebody.
 *
 * @module
 */
import assert from "node:assert/strict";
import { holdsContact } from "../../routes/contact_details.ts";

const CONTACTS = [
  "Call 020 7946 0958",
  "+44 (0)20 7946 0958",
  "07700900123",
  "06.12.34.56.78",
  "0049 30 1234567",
  "ask ann@example.org",
  "a.b+c@mail.example.co.uk.",
];

const OTHERS = [
  "Order 4711 for 2026-08-08 14:00",
  "08-08-2026 14:00 was moved to 12.08.2026",
  "Duplicate of 0012345678",
  "Barcode 0123456789012",
  "Sold 2@3.50",
  "Order 0815 and 0816",
  "Ticket 00000000000000000007",
  "10.000.000 visitors",
];

Deno.test("An e-mail address or a telephone number in a text is found", () => {
  assert.deepEqual(CONTACTS.filter((text) => !holdsContact(text)), []);
});

Deno.test("Days, prices and the numbers of orders and tickets are no telephone numbers", () => {
  assert.deepEqual(OTHERS.filter(holdsContact), []);
});
