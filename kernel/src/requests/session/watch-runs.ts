import type { SessionRuns } from "../../messages.ts";
import type { Transcript } from "../../session/transcript.ts";
import type { RequestContext } from "../handlers.ts";

const LOOK_EVERY_MS = 250;
/** Between two cells of one "Run all" lies the conversion of the second. */
const QUIET_LOOKS = 12;

/**
 * Sends the runs of cells, and what of them has changed, until none has run for three seconds or the request is
 * cancelled.
 *
 * @returns what is not yet sent
 */
export function watchRuns(
  transcript: Pick<Transcript, "since">,
  { signal, update }: Pick<RequestContext, "signal" | "update">,
): Promise<SessionRuns> {
  let known = 0;
  let quiet = 0;
  return new Promise((resolve) => {
    const look = (): void => {
      const now = transcript.since(known);
      quiet = now.isRunning ? 0 : quiet + 1;
      if (quiet > QUIET_LOOKS) stop();
      else if (now.revision > known) {
        known = now.revision;
        update(now);
      }
    };
    const stop = (): void => {
      clearInterval(timer);
      resolve(transcript.since(known));
    };
    // Set before anything is awaited: it then belongs to this request, and outlives an interrupt of the cell that runs.
    const timer = setInterval(look, LOOK_EVERY_MS);
    look();
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
}
