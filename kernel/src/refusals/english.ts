import type { PageWords } from "./refusal-words.ts";

export const ENGLISH: PageWords = {
  fromLibrary: (_, account) => account,
  refusals: {
    cancelled: () => ({
      what: "The request was cancelled.",
      why: "It was not needed any more.",
      remedy: "Ask again.",
    }),
    "unknown-request": (name) => ({
      what: `This kernel does not answer "${name}".`,
      why: "The kernel and the JupyterLab side are of different versions.",
      remedy: "Restart the kernel; if that does not help, install both from one version.",
    }),
    internal: (message) => ({
      what: message,
      why: "The kernel did not expect this.",
      remedy: "Try again; if it comes back, report it with what you did.",
    }),
    outside: (path) => ({
      what: `${path} lies outside of the folder that Jupyter shows.`,
      why: "Viewers read only what the file browser lists.",
      remedy: "Open the file in a notebook cell by its full path.",
    }),
    "not-found": (path, root) => ({
      what: `The data service sees no file ${path}.`,
      why: `It looked in ${root}. The file was moved, or this server keeps files and kernels on different machines.`,
      remedy:
        "Refresh the file browser; if the file is there, open it in a notebook cell by the path that the kernel sees.",
    }),
    "closed-file": () => ({
      what: "The file is not open any more.",
      why: "Files that nobody looks at are closed after a while, and all are when the data service starts again.",
      remedy: "Open it again.",
    }),
    people: () => ({
      what: "This file has a row for each person.",
      why: "Viewers show no rows of people: a page on screen ends up in screenshots and screen shares.",
      remedy: "Open it in a notebook with data.phenotypes, which prints counts and ranges only.",
    }),
    region: (text) => ({
      what: `"${text}" is no region and no name of a variant.`,
      why: "A region is a chromosome, or a chromosome with a position or two; a name is one word.",
      remedy: "Write 6, or 6:28000000-34000000, or chrX:5000000, or rs429358.",
    }),
    "other-kind": (wanted) => ({
      what: `This file has no ${wanted}.`,
      why: "The page took it for another kind of file.",
      remedy: "Close it and open it again.",
    }),
    "no-file": (catalogue) => ({
      what: "This catalogue is asked in cells; it has no file to download.",
      why: `catalogues.${catalogue} answers questions about variants and regions.`,
      remedy: "Choose “Insert code” to ask it in the notebook.",
    }),
    "no-regions": () => ({
      what: "The analysis library of this notebook opens no regions.",
      why: "It is older than the page.",
      remedy: "Update @genobook/analysis in the notebook's folder, then restart the kernel.",
    }),
    "no-notebook": () => ({
      what: "This is not a notebook.",
      why: "It is not JSON.",
      remedy: "Give a file that Jupyter saved.",
    }),
    "notebook-format": (format) => ({
      what: "No document can be made of this notebook.",
      why: `A document is made of notebooks of format 4; this one has ${format === undefined ? "no format" : `format ${format}`}.`,
      remedy: "Open it in JupyterLab and save it again.",
    }),
    "smallest-count": (given) => ({
      what: `The smallest count is ${given}.`,
      why: "It says of how many people a count may tell in public.",
      remedy: "Give a whole number, 1 or more.",
    }),
    licence: (given) => ({
      what: `"${given}" names no licence.`,
      why: "A crate tells its readers what they may do with it, in a way that programs read, too.",
      remedy: "Give an SPDX identifier such as CC-BY-4.0, or the address of the licence.",
    }),
  },
};
