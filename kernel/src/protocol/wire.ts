import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";

/** Jupyter messages as frames: identities, delimiter, signature, four JSON parts, buffers. */

export const PROTOCOL_VERSION = "5.4";
const DELIMITER = Buffer.from("<IDS|MSG>");

export interface Header {
  readonly msg_id: string;
  readonly session: string;
  readonly username: string;
  readonly date: string;
  readonly msg_type: string;
  readonly version: string;
}

export interface Message {
  readonly identities: readonly Buffer[];
  readonly header: Header;
  readonly parentHeader: Partial<Header>;
  readonly metadata: Record<string, unknown>;
  readonly content: Record<string, unknown>;
  readonly buffers: readonly Buffer[];
}

export interface Outgoing {
  readonly type: string;
  readonly parent: Partial<Header> | undefined;
  /** An object, or JSON that was made elsewhere. */
  readonly content: object | string;
  readonly metadata?: Record<string, unknown> | undefined;
  readonly buffers?: readonly Uint8Array[] | undefined;
  readonly identities?: readonly Buffer[] | undefined;
}

// As many as jupyter_client remembers; a tenth is forgotten at once when full.
const SIGNATURES_KEPT = 65_536;

/** Encodes, signs and verifies the messages of one connection. */
export interface Wire {
  encode(message: Outgoing): Buffer[];
  /** Undefined when the frames are malformed, wrongly signed, or were seen before. */
  decode(frames: readonly Buffer[]): Message | undefined;
  /** How many messages `decode` has refused. */
  readonly refused: number;
}

export function createWire(key: string, digest: string): Wire {
  const session = randomUUID();
  const seen = new Set<string>();
  let refused = 0;

  const sign = (parts: readonly Buffer[]): string => {
    if (key === "") return "";
    const hmac = createHmac(digest, key);
    for (const part of parts) hmac.update(part);
    return hmac.digest("hex");
  };

  const verify = (signature: Buffer, parts: readonly Buffer[]): boolean => {
    if (key === "") return true;
    const expected = Buffer.from(sign(parts));
    if (signature.length !== expected.length || !timingSafeEqual(signature, expected)) return false;
    const text = signature.toString("latin1");
    if (seen.has(text)) return false;
    if (seen.size >= SIGNATURES_KEPT) {
      let excess = SIGNATURES_KEPT / 10;
      for (const old of seen) {
        if (excess-- <= 0) break;
        seen.delete(old);
      }
    }
    seen.add(text);
    return true;
  };

  const parse = (frames: readonly Buffer[]): Message | undefined => {
    const at = frames.findIndex((frame) => frame.equals(DELIMITER));
    const signature = frames[at + 1];
    const parts = frames.slice(at + 2, at + 6);
    if (at < 0 || signature === undefined || parts.length < 4) return undefined;
    if (!verify(signature, parts)) return undefined;
    const [header, parentHeader, metadata, content] = parts.map(parseObject);
    if (!header || !parentHeader || !metadata || !content) return undefined;
    if (typeof header["msg_id"] !== "string" || typeof header["msg_type"] !== "string") {
      return undefined;
    }
    return {
      identities: frames.slice(0, at),
      header: header as unknown as Header,
      parentHeader: parentHeader,
      metadata,
      content,
      buffers: frames.slice(at + 6),
    };
  };

  return {
    get refused() {
      return refused;
    },
    encode(message) {
      const header: Header = {
        msg_id: randomUUID(),
        session,
        username: "kernel",
        date: new Date().toISOString(),
        msg_type: message.type,
        version: PROTOCOL_VERSION,
      };
      const parts = [header, message.parent ?? {}, message.metadata ?? {}, message.content].map(
        (part) => Buffer.from(typeof part === "string" ? part : JSON.stringify(part)),
      );
      const buffers = (message.buffers ?? []).map((view) =>
        Buffer.from(view.buffer, view.byteOffset, view.byteLength),
      );
      return [
        ...(message.identities ?? []),
        DELIMITER,
        Buffer.from(sign(parts)),
        ...parts,
        ...buffers,
      ];
    },
    decode(frames) {
      const message = parse(frames);
      if (!message) refused += 1;
      return message;
    },
  };
}

function parseObject(part: Buffer): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(part.toString("utf8"));
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
