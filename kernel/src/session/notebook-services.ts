import { mimeContent, toBundle } from "../display/bundle.ts";
import type { PageLanguage } from "../page-language.ts";
import type { Activity } from "./activity.ts";
import type { MimeBundle } from "./link.ts";
import type { Makers } from "./makers.ts";
import type { NotebookHost } from "./notebook-host.ts";
import type { Outlet, Shown } from "./outlet.ts";
import type { SessionComms } from "./session-comms.ts";
import type { Questions } from "./questions.ts";
import type { Tracker } from "./tracker.ts";
import type { Transcript } from "./transcript.ts";

export interface ServiceParts {
  readonly outlet: Outlet;
  readonly tracker: Tracker;
  readonly comms: SessionComms;
  readonly questions: Questions;
  readonly activity: Activity;
  readonly makers: Makers;
  readonly transcript: Transcript;
  readonly language: () => PageLanguage;
}

/** The notebook functions' other half: everything goes to the cell that called. */
export function createNotebookHost({
  outlet,
  tracker,
  comms,
  questions,
  activity,
  makers,
  transcript,
  language,
}: ServiceParts): NotebookHost {
  const showValue = (messageType: string, value: unknown, id: string): void => {
    const cell = tracker.current();
    const bundle = toBundle(value);
    if (bundle instanceof Promise) {
      const shown = bundle.then((made) => displayMessage(messageType, made, id));
      outlet.showLater(cell, shown).catch((error: unknown) => {
        outlet.stream(cell, "stderr", `A value could not be shown: ${String(error)}\n`);
      });
    } else {
      outlet.show(cell, displayMessage(messageType, bundle, id));
    }
  };
  return {
    display: (value, id) => showValue("display_data", value, id),
    updateDisplay: (value, id) => showValue("update_display_data", value, id),
    showData(data, id, isUpdate) {
      const messageType = isUpdate ? "update_display_data" : "display_data";
      const entries = Object.entries(data).map(([mime, content]) => [mime, mimeContent(content)]);
      const bundle = { data: Object.fromEntries(entries) as Record<string, unknown>, metadata: {} };
      outlet.show(tracker.current(), displayMessage(messageType, bundle, id));
    },
    clearOutput(wait) {
      const content = JSON.stringify({ wait });
      outlet.show(tracker.current(), { messageType: "clear_output", content });
    },
    input: (prompt, options) => questions.ask(tracker.current(), prompt, options),
    openComm: (target, data, options) => comms.open(target, data, options),
    onCommOpen: (target, handler) => comms.onOpen(target, handler),
    signal: () => tracker.current()?.controller.signal,
    activity,
    transcript,
    madeIn: (name) => makers.of(name),
    language,
  };
}

function displayMessage(messageType: string, bundle: MimeBundle, id: string | undefined): Shown {
  const content = {
    data: bundle.data,
    metadata: bundle.metadata,
    transient: id === undefined ? {} : { display_id: id },
  };
  return { messageType, content: toJson(content), image: imageOf(bundle) };
}

/** The specification without what cannot be sent to another thread. */
export function imageOf(bundle: MimeBundle): object | undefined {
  return bundle.image && (JSON.parse(toJson(bundle.image)) as object);
}

/** JSON in which a big integer is a number when it fits and text when it does not. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => {
    if (typeof part !== "bigint") return part;
    return Number.isSafeInteger(Number(part)) ? Number(part) : String(part);
  });
}
