import { expect, test } from "vitest";
import { isAnalysisError } from "../errors.ts";
import { chooseDevice, type ComputeChoice } from "./device.ts";

test("auto and cpu compute on the CPU, and say why", () => {
  expect(chooseDevice()).toMatchObject({
    device: "cpu",
    reason: expect.stringContaining("auto") as string,
  });
  expect(chooseDevice("cpu")).toEqual({ device: "cpu", reason: "asked for" });
});

test("webgpu is refused by a typed error, and a misspelt device by another", () => {
  const tagOf = (choice: string): string | undefined => {
    try {
      chooseDevice(choice as ComputeChoice);
    } catch (error) {
      return isAnalysisError(error) ? error.tag : "untyped";
    }
  };
  expect(tagOf("webgpu")).toBe("device-unavailable");
  expect(tagOf("gpu")).toBe("invalid-argument");
});
