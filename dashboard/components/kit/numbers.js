// Large arrays as they travel: the bytes of their numbers in base64, as `core` has them.

/** @typedef {{ dtype: "f4" | "u1" | "i1" | "u2" | "i4", bdata: string }} Sent what dashboard/learn/step.py writes */

const KINDS = { f4: Float32Array, u1: Uint8Array, i1: Int8Array, u2: Uint16Array, i4: Int32Array };

/** @param {Sent} sent */
export function numbers({ dtype, bdata }) {
  return new KINDS[dtype](Uint8Array.from(atob(bdata), (character) => character.charCodeAt(0)).buffer);
}
