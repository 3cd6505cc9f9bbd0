import type { SensedFacts } from "@genobook/kernel/messages";
import { expect, test } from "vitest";
import { registrationOf } from "./registration.ts";

const sensed: SensedFacts = {
  id: "height",
  facts: { kind: "summary-statistics", sensitivity: "controlled", build: "GRCh38", variants: 7 },
  format: "GWAS-SSF",
  members: ["height.tsv"],
  columns: [],
  buildEvidence: "",
};

function fields(changes: Readonly<Record<string, string>>): FormData {
  const data = new FormData();
  const asShown = { id: "height", ancestry: "", build: "GRCh38", variants: "7" };
  const values = { ...asShown, kind: "summary-statistics", sensitivity: "controlled", ...changes };
  for (const [name, value] of Object.entries(values)) data.set(name, value);
  return data;
}

test("what is only sensed is not given as confirmed", () => {
  expect(registrationOf(fields({}), sensed)).toEqual({ id: "height", replace: false, facts: {} });
});

test("what was changed or typed is", () => {
  const { facts } = registrationOf(fields({ build: "GRCh37", ancestry: " Finnish " }), sensed);
  expect(facts).toEqual({ build: "GRCh37", ancestry: "Finnish" });
});

test("a tick confirms all that was sensed, counts as numbers", () => {
  expect(registrationOf(fields({ checked: "on", replace: "on" }), sensed)).toEqual({
    id: "height",
    replace: true,
    facts: sensed.facts,
  });
});
