import { DeviceUnavailableError, InvalidArgumentError } from "../errors.ts";
import type { JavaScriptDevice } from "./operation.ts";

/** Where a method may compute: `auto` lets the library choose. */
export type ComputeChoice = "auto" | "cpu" | "webgpu";

/** Where a method did compute, and why there; kept in the provenance of its result. */
export interface Computed {
  readonly device: "cpu";
  readonly reason: string;
}

/**
 * Chooses the device for one call.
 *
 * @throws DeviceUnavailableError when `webgpu` is asked for: this build computes on the CPU only
 */
export function chooseDevice(choice: ComputeChoice = "auto"): Computed {
  if (choice === "auto") {
    return { device: "cpu", reason: "auto: the CPU is the only device of this build" };
  }
  if (choice === "cpu") return { device: "cpu", reason: "asked for" };
  if (choice === "webgpu") {
    throw new DeviceUnavailableError({
      what: 'compute: "webgpu" is not available.',
      why: "This build of the library computes on the CPU only.",
      remedy: 'Use compute: "auto" or leave it out.',
    });
  }
  throw new InvalidArgumentError("compute", {
    what: `compute is ${JSON.stringify(choice)}.`,
    why: "It names the device to compute on.",
    remedy: 'Use "auto", "cpu" or "webgpu".',
  });
}

/** Plain JavaScript in the calling thread. */
export const JAVASCRIPT: JavaScriptDevice = { kind: "javascript" };
