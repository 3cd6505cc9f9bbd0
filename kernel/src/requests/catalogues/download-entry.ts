import { posix } from "node:path";
import type { Downloaded, DownloadPlan, PageRequests } from "../../messages.ts";
import { KernelRefusal } from "../../refusals/kernel-refusal.ts";
import type { RequestContext } from "../handlers.ts";
import { libraryOf } from "../library.ts";
import { factText } from "./catalogue-detail.ts";

type Library = Awaited<ReturnType<typeof libraryOf>>;
type Ordered = PageRequests["catalogues.plan"]["asks"];

const FOLDER = "data";
const GWAS_FILES = ["harmonised", "original"] as const;
const PGS_BUILDS = ["GRCh38", "GRCh37", "original"] as const;

export async function planDownload(
  order: Ordered,
  context: Pick<RequestContext, "load">,
): Promise<DownloadPlan> {
  const { catalogues } = await libraryOf(context);
  const { catalogue, entry } = order;
  if (catalogue === "pgs") {
    const requests = catalogues.pgs.wouldSend(entry, { build: buildOf(order) });
    return { requests, folder: FOLDER, choices: PGS_BUILDS };
  }
  if (catalogue === "gwas") {
    const requests = catalogues.gwas.wouldSend(entry, { file: fileOf(order) });
    return { requests, folder: FOLDER, choices: GWAS_FILES };
  }
  throw noFile(order);
}

/**
 * Downloads the file of an entry below the project's folder `data` and registers it with where it is from.
 *
 * @throws KernelRefusal where the catalogue has no files; errors of the library
 */
export async function downloadEntry(
  order: PageRequests["catalogues.download"]["asks"],
  context: RequestContext,
): Promise<Downloaded> {
  const library = await libraryOf(context);
  const { catalogues, data } = library;
  const { catalogue, entry, isOn } = order;
  if (catalogue !== "pgs" && catalogue !== "gwas") throw noFile(order);
  catalogues.network({ on: isOn });
  const { signal, progress } = context;
  const task = {
    signal,
    onProgress: ({ title, done, total }: { title: string; done: number; total: number }) =>
      progress(title, done, total),
  };
  const file =
    catalogue === "pgs"
      ? await catalogues.pgs.download(entry, { build: buildOf(order), folder: FOLDER, ...task })
      : await catalogues.gwas.download(entry, { file: fileOf(order), folder: FOLDER, ...task });
  const record = await catalogues[catalogue].detail(entry, { signal });
  const release = record.sources.find((source) => source.release !== "")?.release ?? "";
  const path = posix.join(FOLDER, posix.basename(file.path));
  const from = [
    file.url,
    [catalogues[catalogue].title, release && `release ${release}`].filter(Boolean).join(" "),
    `fetched ${file.fetched.slice(0, 10)}`,
    `MD5 ${file.md5}`,
  ];
  const id = await freeId(library, entry, path);
  const { notices } = await data.register(path, {
    ...factsOf(record, order),
    licence: licenceOf(record) || catalogues[catalogue].licence,
    citation: citationOf(record, catalogues[catalogue].citation),
    sensitivity: "public",
    from: from.join("; "),
    id,
    replace: true,
    ...task,
  });
  return {
    path,
    bytes: file.bytes,
    id,
    resumedFrom: file.resumedFrom,
    notices: [...file.notices, ...notices],
  };
}

/** The entry's own name, or with a number behind it where another file has that name. */
async function freeId({ data }: Library, entry: string, path: string): Promise<string> {
  const plain = entry.replaceAll(/[^A-Za-z0-9_-]+/g, "-").slice(0, 70);
  const { columns } = await data.registered();
  const taken = new Map(columns.id.map((id, i) => [id, columns.file[i] ?? ""]));
  const isOurs = (id: string): boolean =>
    !taken.has(id) || posix.basename(taken.get(id) ?? "") === posix.basename(path);
  if (isOurs(plain)) return plain;
  let number = 2;
  while (!isOurs(`${plain}-${number}`)) number++;
  return `${plain}-${number}`;
}

type StudyDetail = Awaited<ReturnType<Library["catalogues"]["gwas"]["detail"]>>;

function factsOf(
  record: object,
  { catalogue, choice }: Ordered,
): { title?: string; ancestry?: string; samples?: number; kind?: "scoring-file"; build?: string } {
  const { trait, ancestry, n } = record as Partial<StudyDetail>;
  const isBuild = choice === "GRCh37" || choice === "GRCh38";
  return {
    ...(trait && { title: trait }),
    ...(ancestry && { ancestry }),
    ...(n !== undefined && Number.isSafeInteger(n) && { samples: n }),
    ...(catalogue === "pgs" && { kind: "scoring-file" as const }),
    ...(catalogue === "pgs" && isBuild && { build: choice }),
  };
}

function licenceOf(record: object): string {
  return factText((record as { readonly licence?: unknown }).licence);
}

function citationOf(record: object, catalogue: string): string {
  const { publication, pubmedId } = record as { publication?: unknown; pubmedId?: unknown };
  const paper = factText(publication) || (factText(pubmedId) && `PMID ${factText(pubmedId)}`);
  return [paper, catalogue].filter(Boolean).join("; ");
}

function buildOf({ choice }: Ordered): (typeof PGS_BUILDS)[number] {
  return PGS_BUILDS.find((build) => build === choice) ?? PGS_BUILDS[0];
}

function fileOf({ choice }: Ordered): (typeof GWAS_FILES)[number] | undefined {
  return GWAS_FILES.find((file) => file === choice);
}

function noFile({ catalogue }: Ordered): KernelRefusal {
  return new KernelRefusal("no-file", catalogue);
}
