import type { RegistryFacts, SensedFacts } from "@genobook/kernel/messages";

/** What the user says of a data set. */
export interface Registration {
  readonly id: string;
  readonly replace: boolean;
  readonly facts: RegistryFacts;
}

const SENSED = ["kind", "build", "samples", "variants", "sensitivity"];
const COUNTS = ["samples", "variants"];

/** Facts that were typed, chosen or ticked as checked; what is only sensed stays so. */
export function registrationOf(fields: FormData, { id, facts }: SensedFacts): Registration {
  const sensed = facts as Readonly<Record<string, unknown>>;
  const isChecked = fields.get("checked") === "on";
  const given: Record<string, unknown> = {};
  for (const [name, value] of fields) {
    if (typeof value !== "string" || ["id", "checked", "replace"].includes(name)) continue;
    const text = value.trim();
    const isSensed = SENSED.includes(name) && text === textOf(sensed[name]);
    if (text === "" || (isSensed && !isChecked)) continue;
    given[name] = COUNTS.includes(name) ? Number(text) : text;
  }
  const typed = fields.get("id");
  return {
    id: typeof typed === "string" && typed.trim() !== "" ? typed.trim() : id,
    replace: fields.get("replace") === "on",
    facts: given,
  };
}

const textOf = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" ? String(value) : "";
