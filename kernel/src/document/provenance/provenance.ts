import { createHash } from "node:crypto";
import { KERNEL_VERSION } from "../../kernel-version.ts";
import type { Judgement } from "../gate/gate.ts";
import { type Cell, isRecord, type Notebook } from "../notebook.ts";
import type { RunOrder } from "../words/words.ts";
import { type DatasetReference, datasetsOf } from "./datasets.ts";
import { type Step, stepsOf } from "./steps.ts";

/** Where a document comes from: what the notebook recorded, and what is known when it is written. */
export interface Provenance {
  readonly notebook: string;
  /** Of the notebook's file. */
  readonly sha256: string;
  readonly writtenAt: Date;
  readonly genobook: string;
  readonly kernel: string;
  /** First and last execution, where Jupyter recorded them. */
  readonly ran: { readonly from: string; readonly to: string } | undefined;
  readonly order: RunOrder;
  readonly steps: readonly Step[];
  /** What results say of themselves: method, seed, device, cautions. */
  readonly results: readonly { readonly cell: number; readonly recorded: string }[];
  readonly datasets: readonly DatasetReference[];
  readonly smallestCount: number;
  readonly releases: Judgement["releases"];
  readonly uncheckedPictures: Judgement["uncheckedPictures"];
}

export interface ProvenanceParts {
  readonly name: string;
  readonly text: string;
  readonly folder: string | undefined;
  readonly smallestCount: number;
  readonly judgement: Judgement;
  readonly now: Date;
}

export async function provenanceOf(
  notebook: Notebook,
  { name, text, folder, smallestCount, judgement, now }: ProvenanceParts,
): Promise<Provenance> {
  return {
    notebook: name,
    sha256: createHash("sha256").update(text).digest("hex"),
    writtenAt: now,
    genobook: KERNEL_VERSION,
    kernel: kernelOf(notebook),
    ran: timesOf(notebook),
    order: orderOf(notebook.cells),
    steps: await stepsOf(notebook),
    results: resultsOf(notebook.cells),
    datasets: await datasetsOf(notebook, folder),
    smallestCount,
    releases: judgement.releases,
    uncheckedPictures: judgement.uncheckedPictures,
  };
}

function kernelOf({ metadata }: Notebook): string {
  const spec = isRecord(metadata["kernelspec"]) ? metadata["kernelspec"] : {};
  const language = isRecord(metadata["language_info"]) ? metadata["language_info"] : {};
  const named = [spec["display_name"], language["name"], language["version"]];
  return named.filter((part) => typeof part === "string" && part !== "").join(", ");
}

function timesOf({ cells }: Notebook): Provenance["ran"] {
  const times = cells
    .flatMap(({ metadata }) =>
      isRecord(metadata["execution"]) ? Object.values(metadata["execution"]) : [],
    )
    .filter((time): time is string => typeof time === "string" && !Number.isNaN(Date.parse(time)))
    .toSorted();
  return times.length === 0 ? undefined : { from: times[0]!, to: times.at(-1)! };
}

function orderOf(cells: readonly Cell[]): RunOrder {
  const code = cells.filter(({ kind, source }) => kind === "code" && source.trim() !== "");
  const counts = code.flatMap(({ executionCount }) => executionCount ?? []);
  const isSorted = counts.every((count, i) => i === 0 || count > counts[i - 1]!);
  return { cells: code.length, ran: counts.length, isSorted };
}

/** The last lines of a printed table: `method …; seed …`. */
const RECORDED = /^[\d,]+ rows? × [\d,]+ columns?\n([\s\S]+)$/m;
const SENTENCE_WITH_SEED = /^.*\bseed \d.*$/m;
const MOST_CHARACTERS = 600;

function resultsOf(cells: readonly Cell[]): Provenance["results"] {
  return cells.flatMap(({ number, outputs }) =>
    outputs.flatMap((output) => {
      const plain = output.kind === "data" ? output.data["text/plain"] : undefined;
      if (typeof plain !== "string") return [];
      const recorded = RECORDED.exec(plain)?.[1] ?? SENTENCE_WITH_SEED.exec(plain)?.[0];
      return recorded === undefined
        ? []
        : [{ cell: number, recorded: recorded.trim().slice(0, MOST_CHARACTERS) }];
    }),
  );
}
