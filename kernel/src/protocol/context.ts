import type { LanguageClient } from "../language/client.ts";
import type { History } from "./history.ts";
import type { Output } from "./output.ts";
import type { SessionClient } from "./session-client.ts";
import type { RequestChannel, Sockets } from "./sockets.ts";
import type { Message } from "./wire.ts";

/** What the request handlers share. */
export interface KernelContext {
  readonly sockets: Sockets;
  readonly output: Output;
  readonly session: SessionClient;
  /** The language service, also while it still learns the preloaded names. */
  readonly language: () => LanguageClient;
  /** The language service, once it knows the preloaded names. */
  readonly preparedLanguage: () => Promise<LanguageClient>;
  readonly history: History;
  /** A cell will probably show a plot. */
  readonly expectPlot: () => void;
  readonly typeErrors: "block" | "warn";
}

export type Reply = (type: string, content: object) => void;

/** Answers one request on the channel it came from. */
export function replyTo(sockets: Sockets, channel: RequestChannel, request: Message): Reply {
  return (type, content) => {
    void sockets.send(channel, {
      type,
      parent: request.header,
      content,
      identities: request.identities,
    });
  };
}

export function textOf(content: Record<string, unknown>, field: string): string {
  const value = content[field];
  return typeof value === "string" ? value : "";
}

export function numberOf(content: Record<string, unknown>, field: string): number {
  const value = content[field];
  return typeof value === "number" ? value : 0;
}
