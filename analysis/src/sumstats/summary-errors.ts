import { FormatError } from "../errors.ts";
import type { HeaderMapping } from "../io/summary-mapping.ts";

/** A file of association results lacks columns, or has them under names that are not known. */
export class UnknownColumnsError extends FormatError {
  override readonly tag: string = "unknown-columns";
  /** Our columns and theirs, as far as recognised. */
  readonly recognised: Readonly<Record<string, string>>;
  readonly missing: readonly string[];
  /** Columns of the file that are nothing known. */
  readonly unread: readonly string[];

  constructor(path: string, { roles, missing, unread }: HeaderMapping) {
    const recognised = Object.fromEntries([...roles].map(([role, { name }]) => [role, name]));
    const known = Object.entries(recognised).map(([ours, theirs]) => `${ours} ← ${theirs}`);
    const first = missing[0].replace(/ .*/, "");
    const other =
      unread.some((name) => name.endsWith(".exposure")) &&
      unread.some((name) => name.endsWith(".outcome"));
    super(path, {
      what: `${path} has no column that is known as ${missing.join(", nor as ")}.`,
      why: `Recognised: ${known.length > 0 ? known.join(", ") : "nothing"}. Not recognised: ${unread.length > 0 ? unread.join(", ") : "nothing"}.`,
      remedy: other
        ? `The file holds two studies: pass suffix: ".exposure" or suffix: ".outcome", as in data.summaryStatistics("${path}", { suffix: ".exposure" }).`
        : `Say which it is: data.summaryStatistics("${path}", { columns: { ${first}: "${unread[0] ?? "name in the file"}" } }).`,
    });
    this.recognised = recognised;
    this.missing = missing;
    this.unread = unread;
  }
}
