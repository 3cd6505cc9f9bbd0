import type { CatalogueBudget } from "../../messages.ts";
import type { RequestContext } from "../handlers.ts";
import { libraryOf } from "../library.ts";

const MOST_SENT = 20;

/** What services still allow and what was sent to them; of the token only whether there is one. */
export async function catalogueBudget(context: RequestContext): Promise<CatalogueBudget> {
  const { catalogues } = await libraryOf(context);
  const { columns: budget } = catalogues.budget();
  const sent = catalogues.requests();
  const { time, method, host, path, query, body, status, bytesReceived } = sent.columns;
  const known = (value: number | undefined): number | null =>
    value === undefined || Number.isNaN(value) ? null : value;
  const from = Math.max(0, sent.rowCount - MOST_SENT);
  return {
    services: budget.service.map((title, i) => ({
      title,
      requests: budget.requests[i] ?? 0,
      periodSeconds: budget.periodSeconds[i] ?? 0,
      allowance: known(budget.allowance[i]),
      remaining: known(budget.remaining[i]),
      until: budget.until[i] ?? "",
    })),
    hasToken: (process.env["OPENGWAS_JWT"] ?? "").trim() !== "",
    sent: time
      .slice(from)
      .map((at, k) => {
        const i = from + k;
        const asked = query[i] ? `?${query[i]}` : "";
        const beside = body[i] ? ` ${body[i]}` : "";
        return {
          time: at,
          what: `${method[i] ?? ""} ${host[i] ?? ""}${path[i] ?? ""}${asked}${beside}`,
          status: status[i] ?? 0,
          bytes: bytesReceived[i] ?? 0,
        };
      })
      .reverse(),
    sentCount: sent.rowCount,
  };
}
