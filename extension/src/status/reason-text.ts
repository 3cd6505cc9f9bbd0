import type { TranslationBundle } from "@jupyterlab/translation";

const RAN =
  /^(.*?); ran on (?:this thread, in JavaScript|(\d+) workers?, in WebAssembly SIMD)(.*)$/s;
const ASKED = /^asked for: (.*)$/s;
const TOO_LITTLE = "auto: too little work to share out";
const ESTIMATE = /^auto: about (0\.1 s or less|[\d.e+]+ s) on (\d+) CPU threads?(.*)$/s;
const TOO_LITTLE_FOR_GPU = ", too little for a GPU to pay";
const NO_GPU = /^; no GPU: (.*)$/s;
const EMULATED = /^; (.*) is the CPU itself$/s;
const AGAINST_GPU = /^, ([\d.e+]+) s on (.*)$/s;

/**
 * Why the last computation ran where it did, which the library says in English, in the page's language; what is not
 * known here, such as the words of a driver, stays as it is.
 */
export function reasonText(reason: string, trans: TranslationBundle): string {
  const ran = RAN.exec(reason);
  if (!ran) return choiceText(reason, trans);
  const [, choice, workers, notices] = ran;
  const chosen = choiceText(choice!, trans);
  const where =
    workers === undefined
      ? trans.__("%1; ran on this thread, in JavaScript", chosen)
      : trans._n(
          "%2; ran on %1 worker, in WebAssembly SIMD",
          "%2; ran on %1 workers, in WebAssembly SIMD",
          Number(workers),
          chosen,
        );
  return where + noticesText(notices!, trans);
}

function choiceText(choice: string, trans: TranslationBundle): string {
  if (choice === "asked for") return trans.__("asked for");
  if (choice === TOO_LITTLE) return trans.__("auto: too little work to share out");
  const asked = ASKED.exec(choice);
  if (asked) return trans.__("asked for: %1", asked[1]!);
  const estimated = ESTIMATE.exec(choice);
  if (!estimated) return choice;
  const [, time, threads, because] = estimated;
  const estimate = trans._n(
    "auto: about %2 on %1 CPU thread",
    "auto: about %2 on %1 CPU threads",
    Number(threads),
    time === "0.1 s or less" ? trans.__("0.1 s or less") : time!,
  );
  if (because === TOO_LITTLE_FOR_GPU) {
    return trans.__("%1, too little for a GPU to pay", estimate);
  }
  const refusal = NO_GPU.exec(because!);
  if (refusal) return trans.__("%1; no GPU: %2", estimate, refusal[1]!);
  const emulated = EMULATED.exec(because!);
  if (emulated) return trans.__("%1; %2 is the CPU itself", estimate, emulated[1]!);
  const gpu = AGAINST_GPU.exec(because!);
  return gpu ? trans.__("%1, %2 s on %3", estimate, gpu[1]!, gpu[2]!) : estimate + because!;
}

function noticesText(notices: string, trans: TranslationBundle): string {
  return notices
    .replace(
      "A worker thread ended unexpectedly; its block was computed again.",
      trans.__("A worker thread ended unexpectedly; its block was computed again."),
    )
    .replace("The rest was computed on the CPU.", trans.__("The rest was computed on the CPU."));
}
