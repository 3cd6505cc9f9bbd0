import type {
  CatalogueDetail,
  DatasetPreview,
  Downloaded,
  VerifiedFile,
} from "@genobook/kernel/messages";
import type { TranslationBundle } from "@jupyterlab/translation";
import * as React from "react";
import { extentText, sizeText } from "../data-service/dataset-text.ts";
import type { Answer } from "./answers.ts";
import type { DatasetItem } from "./dataset-item.ts";
import { absenceTexts, type DatasetVerb } from "./dataset-verbs.ts";
import { freshnessText, kindText, sensitivityText } from "./dataset-text.ts";
import { Failure } from "./failure.tsx";
import { LineageView } from "./lineage-view.tsx";
import { PreviewView } from "./preview-view.tsx";
import { Work } from "./work.tsx";

export interface CardVerb {
  readonly verb: DatasetVerb;
  readonly label: string;
  readonly caption: string;
}

export interface CardProps {
  readonly item: DatasetItem;
  /** Of its file. */
  readonly preview: Answer<DatasetPreview> | undefined;
  /** Of an entry of a catalogue. */
  readonly record: Answer<CatalogueDetail> | undefined;
  readonly download: Answer<Downloaded> | undefined;
  readonly verified: Answer<readonly VerifiedFile[]> | undefined;
  /** What the catalogue's service still allows; "" when it does not tell. */
  readonly allowance: string;
  readonly verbs: readonly CardVerb[];
  readonly onVerb: (verb: DatasetVerb, item: DatasetItem) => void;
  readonly onLook: (isEvery: boolean) => void;
  /** Asks the catalogue for the record again. */
  readonly onAgain: () => void;
  readonly onCancel: () => void;
  readonly trans: TranslationBundle;
}

/** All that is known of a data set, and what can be done with it. */
export function DatasetCard(props: CardProps): React.JSX.Element {
  const { item, preview, record, download, verified, verbs, onVerb, trans } = props;
  const { onAgain, onCancel } = props;
  const [failed] = [download, verified].filter((each) => each?.failure !== undefined);
  const running = [download, verified].find((each) => each?.phase === "asking");
  const isCancelled = failed?.failure?.tag === "cancelled";
  return (
    <div className="jp-GenobookCard" role="group" aria-label={trans.__("Details of %1", item.name)}>
      <div className="jp-GenobookCard-verbs">
        {verbs.map(({ verb, label, caption }) => (
          <button key={verb} type="button" title={caption} onClick={() => onVerb(verb, item)}>
            {label}
          </button>
        ))}
      </div>
      {absenceTexts(item, trans).map((text) => (
        <p key={text} className="jp-GenobookCard-absent">
          {text}
        </p>
      ))}
      {running !== undefined && (
        <Work
          label={download === running ? trans.__("Downloading…") : trans.__("Checking hashes…")}
          progress={running.progress}
          onCancel={onCancel}
          trans={trans}
        />
      )}
      {failed?.failure !== undefined && running === undefined && (
        <Failure
          failure={failed.failure}
          onRetry={
            isCancelled && failed === verified
              ? undefined
              : () => onVerb(failed === download ? "download" : "verify", item)
          }
          trans={trans}
        />
      )}
      <dl>
        {factsOf(props).map(([name, value]) => (
          <React.Fragment key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </React.Fragment>
        ))}
      </dl>
      {record?.phase === "asking" && <p role="status">{trans.__("Asking…")}</p>}
      {record?.failure !== undefined && (
        <Failure failure={record.failure} onRetry={onAgain} trans={trans} />
      )}
      {record?.value?.notices.map((notice) => (
        <p key={notice}>{notice}</p>
      ))}
      {preview !== undefined && (
        <PreviewView preview={preview} onLook={props.onLook} onCancel={onCancel} trans={trans} />
      )}
      {preview?.value === undefined && (item.columns?.length ?? 0) > 0 && (
        <details>
          <summary>{trans.__("Columns (%1)", String(item.columns?.length ?? 0))}</summary>
          <p>{item.columns?.join(", ")}</p>
        </details>
      )}
      {item.lineage.length > 0 && (
        <details open={item.freshness === "outdated"}>
          <summary>{trans.__("Lineage")}</summary>
          <LineageView nodes={item.lineage} trans={trans} />
        </details>
      )}
    </div>
  );
}

function factsOf(props: CardProps): (readonly [string, string])[] {
  const { item, record, download, verified, allowance, trans } = props;
  const { build, buildEvidence, ancestry, since, notes } = item;
  const confirmed = item.isConfirmed ? trans.__("confirmed") : trans.__("not confirmed");
  const told = record?.value;
  const facts: readonly (readonly [string, string | undefined])[] = [
    [trans.__("Type"), kindText(item.kind, trans)],
    [trans.__("Size"), extentText(item, trans)],
    [trans.__("Build"), [build, buildEvidence].filter((part) => part !== undefined).join(": ")],
    [trans.__("Ancestry"), ancestry],
    [trans.__("Sensitivity"), `${sensitivityText(item.sensitivity, trans)} (${confirmed})`],
    [trans.__("State"), freshnessText(item, trans)],
    [trans.__("Hashes"), verified?.value && hashesText(verified.value, trans)],
    [trans.__("Downloaded"), download?.value && downloadedText(download.value, trans)],
    [
      item.section === "registered" ? trans.__("Registered on") : trans.__("As of"),
      dateText(since),
    ],
    ...(told?.facts ?? [])
      .filter(({ name }) => !["id", "name", "build", "ancestry"].includes(name))
      .map(({ name, value }) => [fieldText(name), value] as const),
    [trans.__("Release"), told && releaseText(told, trans)],
    [trans.__("Allowance"), allowance],
    [trans.__("Licence"), told?.licence ?? item.licence],
    [trans.__("Citation"), told?.citation ?? item.citation],
    [trans.__("Notes"), notes],
  ];
  return facts.flatMap(([name, value]) =>
    value === undefined || value === "" ? [] : [[name, value] as const],
  );
}

function dateText(time: string | undefined): string | undefined {
  if (time === undefined || time === "") return undefined;
  return new Intl.DateTimeFormat(undefined, { dateStyle: "medium" }).format(new Date(time));
}

function hashesText(files: readonly VerifiedFile[], trans: TranslationBundle): string {
  const odd = files.filter(({ state }) => state !== "same");
  if (odd.length === 0) return trans.__("All files are those that were registered.");
  return odd
    .map(({ path, state }) =>
      state === "missing"
        ? trans.__("%1 is missing.", path)
        : trans.__("%1 is not the file that was registered: its SHA-256 differs.", path),
    )
    .join(" ");
}

function downloadedText(
  { path, bytes, id, resumedFrom }: Downloaded,
  trans: TranslationBundle,
): string {
  const whole = trans.__("%1 (%2), registered as %3", path, sizeText(bytes), id);
  if (resumedFrom === 0) return whole;
  return trans.__("%1; %2 were there before", whole, sizeText(resumedFrom));
}

function releaseText(
  { release, fetched, served }: CatalogueDetail,
  trans: TranslationBundle,
): string {
  const isKept = served.some((each) => each !== "network");
  const date = dateText(fetched) ?? "";
  const when = isKept ? trans.__("kept since %1", date) : trans.__("asked on %1", date);
  return [release, when].filter((part) => part !== "").join(", ");
}

/** A field of a record as words: `pubmedId` is `pubmed id`. The catalogues name them in English. */
function fieldText(name: string): string {
  const words = name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
