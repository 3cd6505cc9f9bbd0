import type { SessionCompute, SessionJob } from "@genobook/kernel/messages";
import type { TranslationBundle } from "@jupyterlab/translation";
import { sizeText } from "../data-service/dataset-text.ts";
import type { StatusState } from "./status-model.ts";

/** How far a job is: 0 to 1; undefined while nobody knows. */
export function fractionOf({ done, total }: SessionJob): number | undefined {
  return total > 0 ? Math.min(1, Math.max(0, done / total)) : undefined;
}

/** Seconds that a job still takes at the pace it had so far; undefined while nobody knows. */
export function secondsLeft({ done, total, elapsedMs }: SessionJob): number | undefined {
  return done > 0 && done < total ? ((total - done) * elapsedMs) / done / 1000 : undefined;
}

/** The status item's few words. */
export function shortText({ isBusy, status }: StatusState, trans: TranslationBundle): string {
  if (status?.job) {
    const fraction = fractionOf(status.job);
    const left = secondsLeft(status.job);
    return [
      status.job.title,
      fraction === undefined ? "" : percentText(fraction),
      left === undefined ? "" : trans.__("%1 left", durationText(left)),
    ]
      .filter(Boolean)
      .join(" · ");
  }
  if (status?.cell) {
    return trans.__("%1 runs · %2", status.cell.label, durationText(status.cell.elapsedMs / 1000));
  }
  if (isBusy) return trans.__("A cell runs");
  if (!status) return trans.__("Genobook");
  const { compute, memory } = status;
  return [
    trans.__("Genobook"),
    compute && backendText(compute, trans),
    sizeText(memory.processBytes),
  ]
    .filter(Boolean)
    .join(" · ");
}

/** The GPU where there is one, else the number of threads. */
function backendText({ gpu, threads }: SessionCompute, trans: TranslationBundle): string {
  return gpu && "name" in gpu && !gpu.isSoftware ? gpu.name : threadsText(threads, trans);
}

function threadsText(threads: number, trans: TranslationBundle): string {
  return trans._n("%1 thread", "%1 threads", threads);
}

/** Threads and their instructions. */
export function cpuText(compute: SessionCompute, trans: TranslationBundle): string {
  const threads = threadsText(compute.threads, trans);
  const alive = trans.__("%1 started", new Intl.NumberFormat().format(compute.workers));
  const simd = compute.simd ? trans.__("WebAssembly SIMD") : trans.__("no WebAssembly SIMD");
  return [threads, alive, simd].join(" · ");
}

/** The GPU's name, or why there is none. */
export function gpuText({ gpu }: SessionCompute, trans: TranslationBundle): string {
  if (gpu === undefined) {
    return trans.__("Not looked for yet: a large computation does, and so does compute.doctor().");
  }
  if ("refusal" in gpu) return trans.__("Not used. %1", gpu.refusal);
  return gpu.isSoftware ? trans.__("%1, which the CPU emulates", gpu.name) : gpu.name;
}

/** Done of total, the pace and the time that is left. */
export function jobText(job: SessionJob, trans: TranslationBundle): string {
  const number = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });
  const pace = new Intl.NumberFormat(undefined, { maximumSignificantDigits: 3 });
  const rate = job.elapsedMs > 0 ? (job.done * 1000) / job.elapsedMs : 0;
  const left = secondsLeft(job);
  return [
    trans.__("%1 of %2", number.format(job.done), `${number.format(job.total)} ${job.unit}`.trim()),
    rate > 0 ? trans.__("%1 per second", pace.format(rate)) : "",
    left === undefined ? "" : trans.__("%1 left", durationText(left)),
  ]
    .filter(Boolean)
    .join(" · ");
}

function percentText(fraction: number): string {
  return new Intl.NumberFormat(undefined, { style: "percent" }).format(fraction);
}

export function durationText(seconds: number): string {
  const unit = (name: string, value: number): string =>
    new Intl.NumberFormat(undefined, { style: "unit", unit: name, unitDisplay: "narrow" }).format(
      value,
    );
  const whole = Math.round(seconds);
  if (whole < 60) return unit("second", whole);
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${unit("minute", minutes)} ${unit("second", whole % 60)}`;
  return `${unit("hour", Math.floor(minutes / 60))} ${unit("minute", minutes % 60)}`;
}
