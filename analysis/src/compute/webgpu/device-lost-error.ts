import { AnalysisError, type ErrorAccount } from "../../errors.ts";

/** Why a GPU cannot be computed on any longer. */
export type LossReason = "lost" | "out-of-memory" | "rejected" | "wrong-sums";

/** A GPU failed while it computed. What it was asked for can be computed on the CPU instead. */
export class DeviceLostError extends AnalysisError {
  readonly tag = "device-lost";
  readonly device: string;
  readonly reason: LossReason;
  constructor(device: string, reason: LossReason, account: ErrorAccount, options?: ErrorOptions) {
    super(account, options);
    this.device = device;
    this.reason = reason;
  }
}

const REMEDY = "Compute on the CPU in this session; after that, update the graphics driver.";

export function deviceLost(device: string, message: string): DeviceLostError {
  return new DeviceLostError(device, "lost", {
    what: `The GPU was lost while it computed (${device}).`,
    why: message === "" ? "The driver gave no reason." : `The driver says: ${message}`,
    remedy: REMEDY,
  });
}

export function outOfDeviceMemory(device: string, bytes: number): DeviceLostError {
  return new DeviceLostError(device, "out-of-memory", {
    what: `The GPU has too little memory (${device}).`,
    why: `Not even ${Math.ceil(bytes / 1024)} KiB of genotypes at a time could be placed beside the columns.`,
    remedy: "Use fewer columns at once, close what else uses the GPU, or compute on the CPU.",
  });
}

export function rejectedByDevice(device: string, message: string): DeviceLostError {
  return new DeviceLostError(device, "rejected", {
    what: `The GPU refused a command (${device}).`,
    why: message.split("\n")[0],
    remedy: REMEDY,
  });
}

export function wrongSums(device: string, operation: string, cell: string): DeviceLostError {
  return new DeviceLostError(device, "wrong-sums", {
    what: `The GPU computed a wrong sum (${device}).`,
    why: `In ${operation}, ${cell} differs from the same sum on the CPU.`,
    remedy: REMEDY,
  });
}
