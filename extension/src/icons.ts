import { LabIcon } from "@jupyterlab/ui-components";

const svg = (paths: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16" fill="none"><g class="jp-icon3 jp-icon-selectable" stroke="#616161" stroke-width="1.4" stroke-linecap="round" stroke-linejoin="round">${paths}</g></svg>`;

/** A double helix. */
export const helixIcon: LabIcon = new LabIcon({
  name: "genobook:helix",
  svgstr: svg(
    '<path d="M4 1.5c0 4.5 8 4.5 8 8.5 0 2-1.5 3.5-3 4.5"/><path d="M12 1.5c0 4.5-8 4.5-8 8.5 0 2 1.5 3.5 3 4.5"/><path d="M5 3.5h6M5 11h6"/>',
  ),
});

/** A grid of genotypes. */
export const genotypesIcon: LabIcon = new LabIcon({
  name: "genobook:genotypes",
  svgstr: svg('<path d="M2 2h12v12H2zM6 2v12M10 2v12M2 6h12M2 10h12"/>'),
});

/** A person: phenotypes and covariates. */
export const phenotypesIcon: LabIcon = new LabIcon({
  name: "genobook:phenotypes",
  svgstr: svg(
    '<circle cx="8" cy="4.8" r="2.8"/><path d="M2.8 14c.4-3.4 2.4-5 5.2-5s4.8 1.6 5.2 5"/>',
  ),
});

/** Points over a threshold line: association results. */
export const associationsIcon: LabIcon = new LabIcon({
  name: "genobook:associations",
  svgstr: svg(
    '<path d="M1.5 14.5h13" /><path d="M1.5 5.5h13" stroke-dasharray="1.6 2"/><path d="M3.5 11.5v.01M5.5 9.5v.01M7 11v.01M8.5 3v.01M9 7v.01M10.5 10v.01M12.5 11.5v.01" stroke-width="2"/>',
  ),
});

/** An open padlock: anyone may see it. */
export const openAccessIcon: LabIcon = new LabIcon({
  name: "genobook:open-access",
  svgstr: svg('<path d="M3 7.5h10v6.5H3zM5 7.5V4.5a3 3 0 0 1 5.8-1"/>'),
});
