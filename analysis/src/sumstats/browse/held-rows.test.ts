import { describe, expect, test } from "vitest";
import { columnsWithTexts, heldTexts, type HeldTexts } from "../../held-texts.ts";
import { ByteTexts, MadeTexts } from "../../io/byte-texts.ts";
import { codedTexts } from "../../io/coded-texts.ts";
import { TextTableBuilder } from "../../io/text-table.ts";
import { Table } from "../../table.ts";
import { describeColumn } from "./describe-column.ts";
import { selectRows } from "./select-rows.ts";

const LONG = "a".repeat(30);
const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  numbered: ["rs10", "rs9", "", "rs9", "rs100", "rs007", "rs7"],
  digits: ["10", "9", "", "123456789012345", "9", "0", "1"],
  mixed: ["rs1", "x1", "", "rs", "rs1", "rs12", "A"],
  long: [`${LONG}b`, `${LONG}a`, LONG, `${LONG}a`, "", `${LONG}aa`, "b"],
  scripts: ["é", "变异", "z", "", "𝒳", "é", "a"],
  words: ["EUR", "AFR", "", "EUR", "EAS", "AFR", "SAS"],
  chapters: ["T10", "T9", "T9", "", "T1", "T10", "T2"],
  nothing: ["", "", "", "", "", "", ""],
};

function bytesOf(texts: readonly string[]): ByteTexts {
  const builder = new TextTableBuilder({ rows: 1 });
  for (const text of texts) {
    const bytes = new TextEncoder().encode(text);
    builder.append(bytes, 0, bytes.length);
  }
  return new ByteTexts(builder.finish());
}

const FORMS: Readonly<Record<string, (texts: readonly string[]) => HeldTexts>> = {
  bytes: bytesOf,
  codes: (texts) => codedTexts(texts),
  "what is made": (texts) => new MadeTexts(texts.length, (i) => texts[i]),
};

/** Rows many times over, in an order without one, so that stability shows. */
function repeated(texts: readonly string[]): string[] {
  return Array.from({ length: 500 }, (_, i) => texts[(5 * i + ((i * i) >> 4)) % texts.length]);
}

describe.each(Object.entries(FORMS))("texts held as %s", (_, hold) => {
  const strings = Object.fromEntries(
    Object.entries(COLUMNS).map(([name, texts]) => [name, repeated(texts)]),
  );
  const plain = new Table(strings);
  const held = (): Table =>
    new Table(
      columnsWithTexts(
        Object.fromEntries(Object.entries(strings).map(([name, texts]) => [name, hold(texts)])),
      ),
    );

  test.each(Object.keys(COLUMNS))("%s are sorted and described as strings are", (name) => {
    for (const descending of [false, true]) {
      const options = { orderBy: name, descending };
      expect(selectRows(held(), options)).toEqual(selectRows(plain, options));
    }
    expect(describeColumn(held(), name)).toEqual(describeColumn(plain, name));
  });

  test.each([
    'numbered = "rs9"',
    'numbered != "rs9"',
    "numbered ~ RS1",
    'numbered < "rs9" & words >= "EAS"',
    "numbered is missing | scripts = é",
    "scripts > z",
    "words is missing",
    'words = "SAS" | long ~ aa',
    "nothing is missing",
  ])("%s", (where) => {
    const rows = selectRows(held(), { where, orderBy: "mixed" });
    expect(rows).toEqual(selectRows(plain, { where, orderBy: "mixed" }));
    expect(rows.length).toBeGreaterThan(0);
  });

  test("a table gives them as strings", () => {
    const table = held();
    expect(table.rowCount).toBe(500);
    expect(table.row(3)).toEqual(plain.row(3));
    expect(table.take([5, 1, 5]).columns).toEqual(plain.take([5, 1, 5]).columns);
    expect(table.filter(({ words }) => String(words) === "EUR").columns).toEqual(
      plain.filter(({ words }) => words === "EUR").columns,
    );
    expect(table.toRows()).toEqual(plain.toRows());
    const selected = table.select("words", "long");
    expect(heldTexts(selected.columns, "words")).toBeDefined();
    expect({ ...selected.columns }).toEqual({ ...plain.select("words", "long").columns });
    expect(table.columns["long"]).toBe(table.columns["long"]);
    expect(selected.columns["long"]).toBe(table.columns["long"]);
    expect({ ...table.columns }).toEqual(strings);
  });
});

test("a table is shown without making strings of all its rows", () => {
  const made: number[] = [];
  const texts = new MadeTexts(1000, (row) => {
    made.push(row);
    return `rs${row}`;
  });
  const table = new Table(columnsWithTexts({ variantId: texts }));
  const display = (table as unknown as Record<symbol, () => Record<string, string>>)[
    Symbol.for("Jupyter.display")
  ];
  const shown = display.call(table);
  expect(shown["text/plain"]).toContain("rs9");
  expect(Math.max(...made)).toBe(9);
});
