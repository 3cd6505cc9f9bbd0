import { types } from "node:util";

/** Parts of a value that are looked at; what lies deeper or comes later is not counted. */
const MOST_PARTS = 5000;
const MOST_DEPTH = 6;
/** Strings of a list whose lengths stand for all of them. */
const SAMPLED = 100;
const POINTER_BYTES = 8;

/**
 * Memory that a value holds, at least: arrays of numbers with their whole buffers, each buffer once, and texts. Getters
 * are not called, and nothing of a proxy is read.
 */
export function heldBytes(value: object): number {
  const seen = new Set<object>();
  const waiting: { readonly part: object; readonly depth: number }[] = [];
  let bytes = 0;
  const add = (part: unknown, depth: number): void => {
    if (typeof part === "string") bytes += part.length;
    if (typeof part !== "object" || part === null || depth > MOST_DEPTH) return;
    if (types.isProxy(part) || seen.has(part)) return;
    seen.add(part);
    waiting.push({ part, depth });
  };
  add(value, 0);
  for (let i = 0; i < waiting.length && i < MOST_PARTS; i++) {
    const { part, depth } = waiting[i]!;
    if (ArrayBuffer.isView(part)) add(part.buffer, depth);
    else if (types.isAnyArrayBuffer(part)) bytes += part.byteLength;
    else if (Array.isArray(part) && typeof part[0] === "string") bytes += textBytes(part);
    else {
      // Texts that are no strings yet are kept out of sight.
      for (const name of Reflect.ownKeys(part).slice(0, MOST_PARTS)) {
        const property = Object.getOwnPropertyDescriptor(part, name);
        if (property && "value" in property) add(property.value, depth + 1);
      }
    }
  }
  return bytes;
}

function textBytes(list: readonly unknown[]): number {
  const sampled = Math.min(SAMPLED, list.length);
  let characters = 0;
  for (let i = 0; i < sampled; i++) {
    const text = list[Math.floor((i * list.length) / sampled)];
    if (typeof text === "string") characters += text.length;
  }
  return Math.round(list.length * (POINTER_BYTES + characters / sampled));
}
