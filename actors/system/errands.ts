/**
 * Orders with commands to passes and tickets that are not carried out yet.
 *
 * @module
 */
import { Context, Layer } from "effect";
import { makeWaitingLine, type WaitingLine } from "./waiting_line.ts";

/** Who waits for being carried out; offered after the commit that queued the commands. */
export class Errands extends Context.Service<Errands, WaitingLine>()("gatehouse/actors/Errands") {
  /** What waits is found again in the store after a restart. */
  static readonly layer: Layer.Layer<Errands> = Layer.effect(Errands, makeWaitingLine);
}
