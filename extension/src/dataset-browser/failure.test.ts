import { nullTranslator } from "@jupyterlab/translation";
import { expect, test } from "vitest";
import { RefusedRequest } from "../data-service/kernel-requests.ts";
import { refusalOf } from "./answers.ts";
import { nextText } from "./failure.tsx";

const trans = nullTranslator.load("genobook");
const refused = (tag: string): RefusedRequest =>
  new RefusedRequest({ tag, what: "No.", why: "So.", remedy: "Give replace: true." });

test.each([
  [new Error("Socket closed."), /^Try again; if it comes back/],
  ["gone", /^Try again; if it comes back/],
  [refused("format"), /^Give replace: true\.$/],
  // What a cell would write is no help in a dialog.
  [refused("already-registered"), /tick “Replace what has this name”/],
  [refused("not-in-catalogue"), /^Choose the other file/],
  [refused("network-off"), /^Switch “Ask over the network” on/],
])("%s is shown with what to do next", (error, next) => {
  expect(nextText(refusalOf(error), trans)).toMatch(next);
});
