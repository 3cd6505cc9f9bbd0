/** What runs in an exported document: it draws plots when they come into view, and links them. Bundled into one script. */
import { DocumentPlot } from "./document-plot.ts";
import { DocumentLinks } from "./links.ts";

const links = new DocumentLinks(document);
const plots = [...document.querySelectorAll<HTMLElement>("figure.plot")].map(
  (figure) => new DocumentPlot(figure, links),
);

const inView = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries)
      if (isIntersecting) plots.find(({ figure }) => figure === target)?.appear();
  },
  { rootMargin: "600px" },
);
for (const { figure } of plots) inView.observe(figure);

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  for (const plot of plots) plot.redraw();
});

document.querySelector("#toggle-code")?.addEventListener("click", ({ currentTarget }) => {
  const button = currentTarget as HTMLElement;
  const isShown = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", String(isShown));
  for (const details of document.querySelectorAll<HTMLDetailsElement>("details.code"))
    details.open = !isShown;
});
document.documentElement.classList.add("has-script");
