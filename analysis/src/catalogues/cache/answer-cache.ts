import { createHash } from "node:crypto";
import { join } from "node:path";
import {
  isLocalFile,
  listLocalFiles,
  readWholeFile,
  removeLocalFile,
  writeLocalFile,
} from "../../io/local-file.ts";
import { describeRequest, type OutgoingRequest } from "../network/request.ts";
import { settings } from "../network/settings.ts";
import { decodeKept, encodeKept, type KeptAnswer, type KeptNote } from "./kept-answer.ts";

// Whoever names another folder may have files of their own in it.
const OWN_NAME = /\.[0-9a-f]{12}\.json$/;

/** What the disk has for a request, and what was odd about it. */
export interface FoundAnswer {
  readonly kept: KeptAnswer | undefined;
  readonly notices: readonly string[];
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Where the answer to a request is kept: by host, with a name that can be read. Tokens play no part in it. */
export function pathOf(request: OutgoingRequest): string {
  const { url, method, body = "" } = request;
  const key = sha256Of(Buffer.from(`${method} ${url.href}\n${body}`)).slice(0, 12);
  const readable = (url.pathname + url.search)
    .replace(/[^A-Za-z0-9.]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(-80);
  const host = url.host.replace(/[^A-Za-z0-9.]+/g, "-");
  return join(settings().cacheFolder, host, `${readable}.${key}.json`);
}

/** Looks a request up; a file that is damaged is removed and told. */
export async function findKept(request: OutgoingRequest): Promise<FoundAnswer> {
  const path = pathOf(request);
  if (!(await isLocalFile(path))) return { kept: undefined, notices: [] };
  const kept = decodeKept(await readWholeFile(path).catch(() => new Uint8Array(0)));
  const isSame =
    kept?.note.url === request.url.href &&
    kept.note.method === request.method &&
    (kept.note.body ?? "") === (request.body ?? "");
  if (kept && isSame && sha256Of(kept.body) === kept.note.sha256) return { kept, notices: [] };
  await removeLocalFile(path).catch(() => undefined);
  return {
    kept: undefined,
    notices: [`the kept answer to ${describeRequest(request)} was damaged and was removed`],
  };
}

/** Keeps an answer; when the disk cannot take it, the notices say so and the answer is used all the same. */
export async function keep(
  request: OutgoingRequest,
  answer: KeptAnswer,
): Promise<readonly string[]> {
  try {
    const bytes = encodeKept(answer);
    await writeLocalFile(pathOf(request), (append) => append(bytes));
    await makeRoom();
    return [];
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return [`the answer could not be kept for working offline: ${why}`];
  }
}

/** Notes that the service says an answer still holds. */
export async function keepChecked(
  request: OutgoingRequest,
  kept: KeptAnswer,
  note: Pick<KeptNote, "checked" | "release">,
): Promise<readonly string[]> {
  return keep(request, { ...kept, note: { ...kept.note, ...note } });
}

/** Files of kept answers, and nothing else that may lie in the folder. */
export async function keptFiles(): ReturnType<typeof listLocalFiles> {
  const files = await listLocalFiles(settings().cacheFolder);
  return files.filter(({ path }) => OWN_NAME.test(path));
}

async function makeRoom(): Promise<void> {
  const { cacheBytes } = settings();
  const files = [...(await keptFiles())].sort((a, b) => a.modified - b.modified);
  let total = files.reduce((sum, { size }) => sum + size, 0);
  for (const { path, size } of files) {
    if (total <= cacheBytes) return;
    await removeLocalFile(path);
    total -= size;
  }
}
