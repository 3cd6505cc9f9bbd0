import type { Provenance } from "../table.ts";
import type { TaskOptions } from "../task.ts";
import { chooseEngine, computedBy, type ComputeChoice, type Computed } from "./device.ts";
import { runProgram, type ProgramRun } from "./engine/run-program.ts";

/** What every method that computes on genotypes accepts. */
export interface ComputeOptions extends TaskOptions {
  /** Where to compute; `auto` chooses by the size of the work and what the machine has. @defaultValue "auto" */
  readonly compute?: ComputeChoice | undefined;
}

/**
 * Runs a program of a method where the user wants it, or where it is fastest.
 *
 * @param method.columns - how many products of a genotype and a column the work of each genotype is like
 * @param method.hasGpu - whether its operations run on a GPU
 * @throws DeviceUnavailableError, CancelledError, WorkerLostError
 */
export async function runMethod<Setup>(
  run: Omit<ProgramRun<Setup>, "device" | "columns">,
  choice: ComputeChoice | undefined,
  method: { readonly columns: number; readonly hasGpu: boolean },
): Promise<Computed> {
  const { variants, samples } = run.source;
  const work = { variants, samples, ...method };
  const chosen = await chooseEngine(choice, work);
  return computedBy(
    chosen,
    await runProgram({ ...run, columns: method.columns, device: chosen.engine }),
  );
}

/** Where a result was computed, for its provenance. */
export function deviceProvenance({ device, reason }: Computed): Provenance {
  return { device, deviceReason: reason };
}
