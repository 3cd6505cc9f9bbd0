import type { Arena } from "../../compute/arena.ts";

/** Texts in UTF-8, one after the other: text i is bytes offsets[i] … offsets[i + 1] − 1. */
export interface EncodedTexts {
  readonly offsets: Uint32Array;
  readonly bytes: Uint8Array;
}

/** @param arena - where they are to lie, so that kernels of all its threads read them; anywhere when left out */
export function encodeTexts(texts: readonly string[], arena?: Arena): EncodedTexts {
  const encoder = new TextEncoder();
  const encoded = texts.map((text) => encoder.encode(text));
  const size = encoded.reduce((sum, bytes) => sum + bytes.length, 0);
  const offsets = arena ? arena.uint32(texts.length + 1) : new Uint32Array(texts.length + 1);
  const bytes = arena ? arena.uint8(size) : new Uint8Array(size);
  offsets[0] = 0;
  encoded.forEach((text, i) => {
    bytes.set(text, offsets[i]);
    offsets[i + 1] = offsets[i] + text.length;
  });
  return { offsets, bytes };
}
