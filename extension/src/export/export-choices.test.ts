import { nullTranslator } from "@jupyterlab/translation";
import { expect, test } from "vitest";
import { type ChoicesParts, ExportChoices } from "./export-choices.ts";

const parts: ChoicesParts = {
  judgement: { releases: [], uncheckedPictures: [] },
  stem: "first",
  folder: "class",
  form: "page",
  language: "zh-CN",
  smallestCount: 5,
  isUnsaved: false,
};

function made(more: Partial<ChoicesParts> = {}): ExportChoices {
  const body = new ExportChoices({ ...parts, ...more }, nullTranslator.load("genobook"));
  document.body.append(body.node);
  return body;
}

const input = (body: ExportChoices, at: string): HTMLInputElement =>
  body.node.querySelector<HTMLInputElement>(at)!;

test("a page is written beside the notebook, in the page's language, without a licence", () => {
  const body = made();
  expect(body.getValue()).toEqual({
    ...{ form: "page", language: "zh-CN", name: "first.html", licence: undefined },
  });
  expect(body.node.textContent).toContain("fewer than 5 people");
  expect(body.node.textContent).toContain("File name, in class");
  expect(body.node.textContent).not.toContain("saved first");
  expect(body.node.querySelector(":invalid")).toBeNull();
});

test("a crate changes the end of the name, and takes a licence that is one", () => {
  const body = made({ isUnsaved: true });
  const [page, crate] = body.node.querySelectorAll<HTMLInputElement>('[type="radio"]');
  const [licence, name] = body.node.querySelectorAll<HTMLInputElement>('[type="text"]');
  crate.click();
  expect(body.getValue()).toMatchObject({ form: "crate", name: "first.crate.zip" });
  licence.value = "free for all";
  expect(licence.matches(":invalid")).toBe(true);
  licence.value = "CC-BY-4.0";
  expect(body.getValue().licence).toBe("CC-BY-4.0");
  name.value = "mine.crate.zip";
  page.click();
  expect(body.getValue()).toMatchObject({ form: "page", name: "mine.html", licence: undefined });
  name.value = "../elsewhere.html";
  expect(name.matches(":invalid")).toBe(true);
  expect(body.node.textContent).toContain("saved first");
});

test("releases are told, and pictures that no program can look into are asked for", () => {
  const judgement = {
    releases: [{ cell: 4, reason: "public <b>" }],
    uncheckedPictures: [2, 2, 7],
  };
  const body = made({ judgement });
  expect(body.node.textContent).toContain("Cell 4 is released: public <b>");
  expect(body.node.textContent).toContain("pictures of cells 2, 7");
  const looked = input(body, '[type="checkbox"]');
  expect(looked.matches(":invalid")).toBe(true);
  looked.click();
  expect(body.node.querySelector(":invalid")).toBeNull();
});
