import { NotInCatalogueError } from "../catalogue-errors.ts";
import type { Source } from "../network/ask.ts";
import { askText } from "../network/ask-text.ts";
import { baseOf } from "../network/settings.ts";
import { SERVICES } from "../network/services.ts";
import { checksumList } from "../download/checksum-list.ts";
import type { StudyRecord } from "./gwas-records.ts";
import type { ListOptions } from "./gwas-list.ts";

/** A file with a study's results. */
export interface StudyFile {
  readonly name: string;
  readonly path: string;
  /** Harmonised by the catalogue: GRCh38, forward strand. */
  readonly isHarmonised: boolean;
  /** MD5 of the folder's list; undefined where it has none. */
  readonly md5: string | undefined;
  readonly sources: readonly Source[];
}

const RESULTS = /\.(tsv|txt|csv)(\.b?gz)?$/i;

/**
 * The file with a study's results: harmonised where there is one, unless the authors' own is wanted.
 *
 * @throws NotInCatalogueError when the study has none
 */
export async function studyFile(
  study: StudyRecord,
  wanted: "harmonised" | "original" | undefined,
  options: ListOptions,
): Promise<StudyFile> {
  const folder = study.folder === "" ? folderOf(study.id) : study.folder;
  const places = [
    ...(wanted === "original" ? [] : [{ path: `${folder}/harmonised`, isHarmonised: true }]),
    ...(wanted === "harmonised" ? [] : [{ path: folder, isHarmonised: false }]),
  ];
  for (const { path, isHarmonised } of places) {
    const list = await askText(
      { service: "ebiFiles", path: `${path}/`, subject: `files of ${study.id}` },
      options,
    );
    const name = list && bestOf(namesIn(list.value), isHarmonised);
    if (!list || name === undefined) continue;
    const sums = await askText(
      { service: "ebiFiles", path: `${path}/md5sum.txt`, subject: `checksums of ${study.id}` },
      options,
    );
    const sources = [list.source, ...(sums ? [sums.source] : [])];
    return {
      name,
      path: `${path}/${name}`,
      isHarmonised,
      md5: sums && checksumList(sums.value).get(name),
      sources,
    };
  }
  throw new NotInCatalogueError(SERVICES.gwas.title, `${baseOf("ebiFiles")}${folder}/`, {
    what: `${SERVICES.gwas.title} has no ${wanted ?? ""} file with the results of ${study.id}.`.replace(
      "  ",
      " ",
    ),
    why: study.hasFile ? "Its folder holds no table." : "Its authors have not given full results.",
    remedy: 'Search with { hasFile: true }, or take the authors\' file: { file: "original" }.',
  });
}

/** Names that an index page links to; nothing that leads out of the folder. */
export function namesIn(page: string): readonly string[] {
  const links = [...page.matchAll(/href="([^"?#]+)"/g)].map(([, link]) => decodeURIComponent(link));
  return [...new Set(links)].filter((link) => /^[\w.+-]+$/.test(link) && !link.startsWith("."));
}

function bestOf(names: readonly string[], isHarmonised: boolean): string | undefined {
  const results = names.filter((name) => RESULTS.test(name) && !/md5sum|readme|-meta/i.test(name));
  return isHarmonised ? results.find((name) => /\.h\.tsv(\.gz)?$/.test(name)) : results[0];
}

/** Studies lie in folders of a thousand. */
export function folderOf(id: string): string {
  const digits = id.slice("GCST".length);
  const first = Math.floor((Number(digits) - 1) / 1000) * 1000 + 1;
  const name = (number: number): string =>
    `GCST${String(number).padStart(Math.max(6, digits.length), "0")}`;
  return `/pub/databases/gwas/summary_statistics/${name(first)}-${name(first + 999)}/${id}`;
}
