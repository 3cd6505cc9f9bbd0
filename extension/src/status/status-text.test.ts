import { nullTranslator } from "@jupyterlab/translation";
import { expect, test } from "vitest";
import {
  durationText,
  fractionOf,
  gpuText,
  jobText,
  secondsLeft,
  shortText,
} from "./status-text.ts";

const trans = nullTranslator.load("genobook");
const job = {
  title: "linear regression of height",
  done: 250,
  total: 1000,
  unit: "variants",
  elapsedMs: 5000,
};
const memory = { processBytes: 312e6, heapBytes: 1 };
const state = { notebook: "a.ipynb", isOurs: true, isBusy: false, refusal: null };

test("a job says how far it is, its pace and what is left", () => {
  expect(fractionOf(job)).toBe(0.25);
  expect(secondsLeft(job)).toBe(15);
  expect(jobText(job, trans)).toBe("250 of 1,000 variants · 50 per second · 15s left");
  expect(secondsLeft({ ...job, done: 0 })).toBeUndefined();
  expect(fractionOf({ ...job, total: 0 })).toBeUndefined();
});

test("the item says the job, else the cell, else what it computes on and holds", () => {
  const cell = { label: "Cell 4", elapsedMs: 65_000 };
  const compute = { threads: 8, workers: 0, simd: true, memoryBytes: 0 };
  expect(shortText({ ...state, isBusy: true, status: { memory, cell, job } }, trans)).toBe(
    "linear regression of height · 25% · 15s left",
  );
  expect(shortText({ ...state, isBusy: true, status: { memory, cell } }, trans)).toBe(
    "Cell 4 runs · 1m 5s",
  );
  expect(shortText({ ...state, isBusy: true, status: null }, trans)).toBe("A cell runs");
  expect(shortText({ ...state, status: { memory, compute } }, trans)).toBe(
    "Genobook · 8 threads · 312 MB",
  );
  const gpu = { name: "NVIDIA H100", isSoftware: false };
  expect(shortText({ ...state, status: { memory, compute: { ...compute, gpu } } }, trans)).toBe(
    "Genobook · NVIDIA H100 · 312 MB",
  );
});

test("why there is no GPU is said; hours are hours", () => {
  const compute = { threads: 1, workers: 0, simd: true, memoryBytes: 0 };
  expect(gpuText(compute, trans)).toContain("compute.doctor()");
  expect(gpuText({ ...compute, gpu: { refusal: "No driver." } }, trans)).toBe(
    "Not used. No driver.",
  );
  expect(durationText(3720)).toBe("1h 2m");
});
