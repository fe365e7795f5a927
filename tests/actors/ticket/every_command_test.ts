/**
 * Every command to a ticket in every state: what happens, or the rule that refuses.
 *
 * @module
 */
import { ticket } from "../../../actors/ticket/mod.ts";
import { type Outcomes, testEveryCommand, ticketCommands } from "../../support/every_command.ts";
import { ticketsInEveryState } from "../../support/stories.ts";

/** Where nothing else is said: these refuse everything by one rule. */
const ENDED: Outcomes = {
  "no: TicketUnknown": "absent",
  "no: TicketIsCancelling": "cancelling cancellingRequested",
  "no: TicketAlreadyCancelled": "cancelled",
};

/** Said of every state all the same. */
const APART = ["allocate", "reopen", "discard"];

const TABLE: { readonly [command: string]: Outcomes } = {
  allocate: {
    TicketAllocated: "absent",
    "no: TicketAlreadyAllocated":
      "unprinted requested printed used unproduced producing reprinting reprintingNext " +
      "unprinting rejected unanswered attention cancellingRequested cancelling " +
      "cancelled",
  },
  print: {
    "PrintRequested DeliveryQueued": "unprinted rejected attention",
    "no: PrintAlreadyRequested": "requested reprinting reprintingNext",
    "no: TicketAlreadyPrinted": "printed used unproduced producing",
    PrintRequested: "unprinting unanswered",
  },
  reprint: {
    "no: TicketNotPrinted": "unprinted unprinting",
    "no: PrintAlreadyRequested": "requested reprinting reprintingNext",
    "ReprintRequested BarcodeTombstoned DeliveryQueued": "printed unproduced",
    "no: TicketUsed": "used",
    "ReprintRequested BarcodeTombstoned": "producing",
    "ReprintRequested DeliveryQueued": "rejected attention",
    ReprintRequested: "unanswered",
  },
  "reprint!": {
    "no: TicketNotPrinted": "unprinted unprinting",
    "no: PrintAlreadyRequested": "requested reprinting reprintingNext",
    "ReprintRequested BarcodeTombstoned DeliveryQueued": "printed used unproduced",
    "ReprintRequested BarcodeTombstoned": "producing",
    "ReprintRequested DeliveryQueued": "rejected attention",
    ReprintRequested: "unanswered",
  },
  unprint: {
    "no: TicketNotPrinted":
      "unprinted requested reprinting reprintingNext unprinting rejected unanswered " +
      "attention",
    "UnprintRequested BarcodeTombstoned DeliveryQueued": "printed unproduced",
    "no: TicketUsed": "used",
    "UnprintRequested BarcodeTombstoned": "producing",
  },
  cancel: {
    TicketCancelled: "unprinted attention",
    CancelQueued: "requested reprintingNext unanswered",
    "CancelRequested BarcodeTombstoned DeliveryQueued": "printed unproduced",
    "no: TicketUsed": "used",
    "CancelRequested BarcodeTombstoned": "producing",
    CancelRequested: "reprinting unprinting",
    "CancelQueued DeliveryDropped TicketCancelled": "rejected",
  },
  "cancel!": {
    TicketCancelled: "unprinted attention",
    CancelQueued: "requested reprintingNext unanswered",
    "CancelRequested BarcodeTombstoned DeliveryQueued": "printed used unproduced",
    "CancelRequested BarcodeTombstoned": "producing",
    CancelRequested: "reprinting unprinting",
    "CancelQueued DeliveryDropped TicketCancelled": "rejected",
  },
  produce: {
    "no: NothingToProduce":
      "unprinted requested printed used producing reprinting reprintingNext unprinting " +
      "rejected unanswered attention",
    "ProduceRequested DeliveryQueued": "unproduced",
  },
  reopen: {
    "no: DeliveryNotFailed":
      "absent unprinted requested printed used unproduced producing reprinting " +
      "reprintingNext unprinting attention cancellingRequested cancelling cancelled",
    DeliveryReopened: "rejected unanswered",
  },
  discard: {
    "no: DeliveryNotOutstanding": "absent unprinted printed used unproduced attention cancelled",
    DeliveryDiscarded: "requested producing reprintingNext rejected unanswered",
    "DeliveryDiscarded BarcodeRevoked DeliveryQueued": "reprinting",
    "DeliveryDiscarded BarcodeRevoked TicketUnprinted": "unprinting",
    "DeliveryDiscarded TicketCancelled": "cancellingRequested",
    "DeliveryDiscarded BarcodeRevoked TicketCancelled": "cancelling",
  },
};

testEveryCommand({
  noun: "ticket",
  kind: ticket,
  states: ticketsInEveryState(),
  commands: ticketCommands,
  outcomes: TABLE,
  ended: ENDED,
  apart: APART,
});
