/**
 * Every command to a pass in every state: what happens, or the rule that refuses.
 *
 * @module
 */
import { pass } from "../../../actors/pass/mod.ts";
import { type Outcomes, passCommands, testEveryCommand } from "../../support/every_command.ts";
import { passesInEveryState } from "../../support/stories.ts";

/** Where nothing else is said: these refuse everything by one rule. */
const ENDED: Outcomes = {
  "no: PassUnknown": "absent",
  "no: PassIsCancelling": "cancelling cancellingIssuing",
  "no: PassAlreadyCancelled": "cancelled",
  "no: PassIsDeleted": "deleted",
};

/** Said of every state all the same. */
const APART = ["acquire", "reopen", "discard"];

const TABLE: { readonly [command: string]: Outcomes } = {
  acquire: {
    PassAcquired: "absent",
    "no: PassAlreadyAcquired":
      "empty unprinted issuing active used unproduced producing updating blocking " +
      "blocked unblocking reissuing reissuingNext rejected unanswered attention " +
      "cancellingIssuing cancelling cancelled deleted",
  },
  add: {
    AdmissionAdded: "empty unprinted issuing active used unproduced producing updating blocking " +
      "blocked unblocking reissuing reissuingNext rejected unanswered attention",
  },
  remove: {
    "no: AdmissionUnknown": "empty",
    AdmissionRemoved: "unprinted",
    AdmissionRevoked: "issuing producing updating blocking unblocking reissuing reissuingNext " +
      "unanswered attention",
    "AdmissionRevoked DeliveryQueued": "active unproduced blocked rejected",
    "no: AdmissionUsed": "used",
  },
  "remove!": {
    "no: AdmissionUnknown": "empty",
    AdmissionRemoved: "unprinted",
    AdmissionRevoked: "issuing producing updating blocking unblocking reissuing reissuingNext " +
      "unanswered attention",
    "AdmissionRevoked DeliveryQueued": "active used unproduced blocked rejected",
  },
  print: {
    "PrintRequested DeliveryQueued": "empty unprinted rejected attention",
    "no: OrderAlreadyPrinted":
      "issuing active used unproduced producing updating blocking blocked unblocking " +
      "reissuing reissuingNext",
    PrintRequested: "unanswered",
  },
  "print other": {
    "no: NothingToPrint": "empty",
    "PrintRequested DeliveryQueued": "unprinted rejected attention",
    UpdateRequested: "issuing producing blocking unblocking reissuing reissuingNext",
    "UpdateRequested DeliveryQueued": "active used unproduced blocked",
    "no: OrderAlreadyPrinted": "updating",
    PrintRequested: "unanswered",
  },
  reprint: {
    "no: PassNotPrinted": "empty unprinted",
    "no: PrintAlreadyRequested": "issuing",
    "ReprintRequested CardTombstoned DeliveryQueued": "active used unproduced blocked",
    "ReprintRequested CardTombstoned": "producing updating blocking unblocking",
    "no: ReprintAlreadyRequested": "reissuing reissuingNext",
    "ReprintRequested DeliveryQueued": "rejected attention",
    ReprintRequested: "unanswered",
  },
  produce: {
    "no: NothingToProduce":
      "empty unprinted issuing active used producing updating blocking blocked " +
      "unblocking reissuing reissuingNext rejected unanswered attention",
    "ProduceRequested DeliveryQueued": "unproduced",
  },
  block: {
    "no: PassNotPrinted": "empty unprinted",
    "no: PassNotActive": "issuing reissuing reissuingNext rejected unanswered attention",
    "PassBlocked DeliveryQueued": "active used unproduced",
    PassBlocked: "producing updating unblocking",
    "no: PassAlreadyBlocked": "blocking blocked",
  },
  unblock: {
    "no: PassNotPrinted": "empty unprinted",
    "no: PassNotBlocked":
      "issuing active used unproduced producing updating unblocking reissuing " +
      "reissuingNext rejected unanswered attention",
    PassUnblocked: "blocking",
    "PassUnblocked DeliveryQueued": "blocked",
  },
  cancel: {
    PassCancelled: "empty unprinted attention",
    PassCancelRequested: "issuing reissuing reissuingNext unanswered",
    "PassCancelRequested CardTombstoned DeliveryQueued": "active unproduced blocked",
    "no: PassUsed": "used",
    "PassCancelRequested CardTombstoned": "producing updating blocking unblocking",
    "PassCancelRequested DeliveryDropped PassCancelled": "rejected",
  },
  "cancel!": {
    PassCancelled: "empty unprinted attention",
    PassCancelRequested: "issuing reissuing reissuingNext unanswered",
    "PassCancelRequested CardTombstoned DeliveryQueued": "active used unproduced blocked",
    "PassCancelRequested CardTombstoned": "producing updating blocking unblocking",
    "PassCancelRequested DeliveryDropped PassCancelled": "rejected",
  },
  transfer: {
    PassTransferred: "empty unprinted issuing active used unproduced producing updating blocking " +
      "blocked unblocking reissuing reissuingNext rejected unanswered attention",
  },
  delete: {
    PassDeleted: "empty unprinted",
    "no: PassAlreadyPrinted":
      "issuing active used unproduced producing updating blocking blocked unblocking " +
      "reissuing reissuingNext rejected unanswered attention",
  },
  reopen: {
    "no: DeliveryNotFailed":
      "absent empty unprinted issuing active used unproduced producing updating " +
      "blocking blocked unblocking reissuing reissuingNext attention cancellingIssuing " +
      "cancelling cancelled deleted",
    DeliveryReopened: "rejected unanswered",
  },
  discard: {
    "no: DeliveryNotOutstanding":
      "absent empty unprinted active used unproduced blocked attention cancelled " +
      "deleted",
    DeliveryDiscarded: "issuing producing updating reissuingNext rejected unanswered",
    "DeliveryDiscarded PassBlockConfirmed": "blocking",
    "DeliveryDiscarded PassUnblockConfirmed": "unblocking",
    "DeliveryDiscarded CardRevoked DeliveryQueued": "reissuing",
    "DeliveryDiscarded PassCancelled": "cancellingIssuing",
    "DeliveryDiscarded CardRevoked PassCancelled": "cancelling",
  },
};

testEveryCommand({
  noun: "pass",
  kind: pass,
  states: passesInEveryState(),
  commands: passCommands,
  outcomes: TABLE,
  ended: ENDED,
  apart: APART,
});
