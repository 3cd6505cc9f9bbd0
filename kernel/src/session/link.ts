import type { MessagePort } from "node:worker_threads";
import type { Header } from "../protocol/wire.ts";

/** Messages between the main thread (user code) and the protocol worker, both ways. */

/** Slots of the shared `Int32Array` that both threads see, also while the main thread is busy. */
export const FLAG = {
  /** Id of the run that is to stop; 0 when none. */
  interrupt: 0,
  /** Output messages posted by the main thread and those taken by the protocol worker; both wrap. */
  posted: 1,
  taken: 2,
  /** Set to 1 by the protocol worker when the sockets are closed and the process may end. */
  closed: 3,
} as const;
export const FLAG_COUNT = 4;

export interface MimeBundle {
  readonly data: Record<string, unknown>;
  readonly metadata: Record<string, unknown>;
  /** A Vega-Lite specification to draw as `image/png` before the bundle is sent. */
  readonly image?: object | undefined;
}

export interface ErrorContent {
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
}

export interface RunRequest {
  readonly type: "run";
  /** Grows by one a run, so that a run that is asked for twice starts once. */
  readonly id: number;
  /** What a stack calls this cell: `Cell 3`. */
  readonly label: string;
  readonly source: string;
  readonly javascript: string;
  readonly sourceMap: string;
  readonly header: Header;
  /** What the notebook calls the cell, when it says so. */
  readonly cellId?: string | undefined;
  readonly silent: boolean;
  readonly allowStdin: boolean;
}

export type Outcome =
  | { readonly status: "ok"; readonly result?: string | undefined }
  | { readonly status: "error"; readonly error: ErrorContent };

export interface CommEvent {
  readonly type: "comm";
  readonly event: "comm_open" | "comm_msg" | "comm_close";
  readonly token: number;
  readonly header: Header;
  readonly content: Record<string, unknown>;
  readonly metadata: Record<string, unknown>;
  readonly buffers: readonly Uint8Array[];
}

export type ToSession =
  | RunRequest
  | CommEvent
  | { readonly type: "interrupt"; readonly id: number }
  /** Answered at once; absorbs a termination that came too late for the run it was meant for. */
  | { readonly type: "fence"; readonly id: number }
  | { readonly type: "input-reply"; readonly id: number; readonly value: string }
  | { readonly type: "preload" }
  /** Asks whether the main thread listens; answered with `leaving`. */
  | { readonly type: "prepare-exit" }
  | { readonly type: "exit"; readonly code: number };

export interface OutputMessage {
  readonly type: "output";
  readonly messageType: string;
  /** Undefined for output before the first cell. */
  readonly header: Header | undefined;
  /** JSON, made on the main thread: values are read when they are shown, and sent without a second copy. */
  readonly content: string;
  readonly metadata: Record<string, unknown>;
  readonly buffers: readonly Uint8Array[];
  readonly image?: object | undefined;
}

export type FromSession =
  | OutputMessage
  | {
      readonly type: "stream";
      readonly name: "stdout" | "stderr";
      readonly header: Header | undefined;
      readonly text: string;
    }
  | { readonly type: "started"; readonly id: number }
  | { readonly type: "stopping"; readonly id: number }
  | { readonly type: "done"; readonly id: number; readonly outcome: Outcome }
  | { readonly type: "fenced"; readonly id: number }
  | { readonly type: "comm-done"; readonly token: number }
  | {
      readonly type: "input";
      readonly id: number;
      readonly header: Header;
      readonly prompt: string;
      readonly password: boolean;
    }
  | { readonly type: "preloaded"; readonly source: string; readonly missing?: string | undefined }
  | { readonly type: "interrupt-self" }
  | { readonly type: "leaving" }
  | { readonly type: "exiting"; readonly code: number };

/** What the protocol worker is started with. */
export interface ProtocolWorkerData {
  /** To the main thread. */
  readonly session: MessagePort;
  readonly connectionFile: string;
  readonly backend: "typescript" | "tslab";
  readonly typeErrors: "block" | "warn";
  readonly cwd: string;
  readonly flags: Int32Array;
  readonly parentPid: number | undefined;
}
