import type { FileView } from "./file-messages.ts";
import type { Library, ShownFile } from "./shown-file.ts";

/** Forty megabytes each for ten million rows. */
const KEPT_VIEWS = 3;

/** Rows of a view; undefined for all rows in the order of the file. The last views are kept. */
export function rowsOfView(
  { data }: Library,
  file: ShownFile,
  view: FileView,
): Uint32Array | undefined {
  if (isPlain(view)) return undefined;
  const table = file.table();
  const { views } = file;
  const known = views.findIndex((kept) => kept.of === table && isSameView(kept.view, view));
  if (known >= 0) views.unshift(...views.splice(known, 1));
  else {
    const { where, orderBy, isDescending } = view;
    const rows = data.selectRows(table, {
      where,
      ...(orderBy !== "" && { orderBy, descending: isDescending }),
    });
    views.unshift({ view, of: table, rows });
    views.length = Math.min(views.length, KEPT_VIEWS);
  }
  return views[0]!.rows;
}

export function isPlain({ where, orderBy }: FileView): boolean {
  return where.trim() === "" && orderBy === "";
}

function isSameView(a: FileView, b: FileView): boolean {
  return a.where === b.where && a.orderBy === b.orderBy && a.isDescending === b.isDescending;
}
