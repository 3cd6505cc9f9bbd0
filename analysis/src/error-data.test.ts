import { expect, test } from "vitest";
import { errorFromData, errorToData } from "./error-data.ts";
import { isAnalysisError, TruncatedFileError } from "./errors.ts";

test("an error of the library survives being posted, with its class, its account and its numbers", () => {
  const account = { what: "cut.bed ended.", why: "It became shorter.", remedy: "Copy it again." };
  const posted = structuredClone(errorToData(new TruncatedFileError("cut.bed", account)));
  const error = errorFromData(posted);
  expect(error).toBeInstanceOf(TruncatedFileError);
  expect(isAnalysisError(error, "truncated-file")).toBe(true);
  expect(error).toMatchObject({ ...account, path: "cut.bed", name: "TruncatedFileError" });
});

test("other errors keep their name and message, and what is no error becomes one", () => {
  const error = errorFromData(structuredClone(errorToData(new RangeError("too far"))));
  expect([error.name, error.message]).toEqual(["RangeError", "too far"]);
  expect(errorFromData(errorToData("thrown text")).message).toBe("thrown text");
});
