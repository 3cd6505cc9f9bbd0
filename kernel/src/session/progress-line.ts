import { randomUUID } from "node:crypto";
import { escapeHtml } from "../display/escape-html.ts";

/** The progress line's text, apart from where it is shown. */

export interface ProgressWork {
  readonly title: string;
  readonly total: number;
  readonly unit: string;
}

export type ShowData = (
  data: Record<string, unknown>,
  id: string | undefined,
  isUpdate: boolean,
) => void;

export interface ProgressLine {
  report(done: number): void;
  end(): void;
}

const QUIET_MS = 300;
const UPDATE_EVERY_MS = 200;

/** @param now - milliseconds; a test passes its own clock */
export function createProgressLine(
  work: ProgressWork,
  show: ShowData,
  now: () => number = () => performance.now(),
): ProgressLine {
  const id = randomUUID();
  const begun = now();
  let shownAt: number | undefined;
  let done = 0;
  let ended = false;

  const showLine = (data: Record<string, unknown>): void => {
    show(data, id, shownAt !== undefined);
    shownAt = now();
  };

  return {
    report(current) {
      done = current;
      const time = now();
      if (ended || time - begun < QUIET_MS) return;
      if (shownAt !== undefined && time - shownAt < UPDATE_EVERY_MS) return;
      showLine(runningLine(work, done, time - begun));
    },
    end() {
      if (ended) return;
      ended = true;
      if (shownAt !== undefined) showLine(finalLine(work, done, now() - begun));
    },
  };
}

function runningLine(work: ProgressWork, done: number, elapsed: number): Record<string, unknown> {
  const rate = done / (elapsed / 1000);
  const left = rate > 0 && done < work.total ? (work.total - done) / rate : undefined;
  const percent = work.total > 0 ? Math.floor((100 * done) / work.total) : 0;
  const text = [
    `${work.title}: ${count(done)} of ${amount(work.total, work.unit)} (${percent} %)`,
    rate > 0 ? `${significant(rate)} per second` : undefined,
    left === undefined ? undefined : `${duration(left)} left`,
  ]
    .filter(Boolean)
    .join(", ");
  const bar = `<progress max="${work.total}" value="${Math.min(done, work.total)}" style="vertical-align: middle"></progress>`;
  return { "text/html": `${bar} <span>${escapeHtml(text)}</span>`, "text/plain": text };
}

function finalLine(work: ProgressWork, done: number, elapsed: number): Record<string, unknown> {
  const seconds = elapsed / 1000;
  const rate = `${duration(seconds)}, ${significant(done / seconds)} per second`;
  const text =
    done >= work.total
      ? `${work.title}: ${amount(work.total, work.unit)} in ${rate}`
      : `${work.title}: stopped at ${count(done)} of ${amount(work.total, work.unit)} after ${rate}`;
  return { "text/html": `<span>${escapeHtml(text)}</span>`, "text/plain": text };
}

function amount(value: number, unit: string): string {
  return unit === "" ? count(value) : `${count(value)} ${unit}`;
}

function count(value: number): string {
  return value.toLocaleString("en-GB", { maximumFractionDigits: 1 });
}

function significant(value: number): string {
  return value.toLocaleString("en-GB", { maximumSignificantDigits: 3 });
}

function duration(seconds: number): string {
  if (seconds < 60) return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  const rest = Math.round(seconds % 60);
  if (minutes < 60) return `${minutes} min ${rest} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
