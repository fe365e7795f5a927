/**
 * To be imported before Effect: it then keeps no async context of Node at each pause of a fiber,
 * which nobody here reads and which takes a tenth of a run. Only in a worker of its own.
 *
 * @module
 */

Object.assign(globalThis, { process: undefined });
