import type { RequestContext } from "../handlers.ts";
import type { FileView } from "./file-messages.ts";
import type { Library, ShownFile } from "./shown-file.ts";

/** Forty megabytes each for ten million rows. */
const KEPT_VIEWS = 3;

/**
 * Rows of a view; undefined for all rows in the order of the file. The last views are kept.
 *
 * @throws CancelledError when `signal` aborts; the library's errors for conditions that it cannot read
 */
export async function rowsOfView(
  { data }: Library,
  file: ShownFile,
  view: FileView,
  { signal, progress }: Pick<RequestContext, "signal" | "progress">,
): Promise<Uint32Array | undefined> {
  if (isPlain(view)) return undefined;
  const of = file.table();
  const { views } = file;
  const known = views.find((kept) => kept.of === of && isSameView(kept.view, view));
  if (known) {
    views.unshift(...views.splice(views.indexOf(known), 1));
    try {
      return await known.rows;
    } catch (error) {
      // Who asked first may have cancelled; the present question stands.
      if (signal.aborted || !isCancelled(error)) throw error;
    }
  }
  const { where, orderBy, isDescending } = view;
  const rows = data.browseRows(of, {
    where,
    ...(orderBy !== "" && { orderBy, descending: isDescending }),
    signal,
    onProgress: ({ done, total }) => progress("searching", done, total),
  });
  const kept = { view, of, rows };
  views.unshift(kept);
  views.length = Math.min(views.length, KEPT_VIEWS);
  try {
    return await rows;
  } catch (error) {
    const place = views.indexOf(kept);
    if (place >= 0) views.splice(place, 1);
    throw error;
  }
}

export function isPlain({ where, orderBy }: FileView): boolean {
  return where.trim() === "" && orderBy === "";
}

function isSameView(a: FileView, b: FileView): boolean {
  return a.where === b.where && a.orderBy === b.orderBy && a.isDescending === b.isDescending;
}

function isCancelled(error: unknown): boolean {
  return (error as { readonly tag?: unknown }).tag === "cancelled";
}
