/** Style of a document: light and dark as the reader's system says, one column on narrow screens, dark on white in print. */
export const STYLE: string = `
:root {
  color-scheme: light dark;
  --ground: #ffffff; --panel: #f5f6f8; --text: #1b1f24; --muted: #57606a; --line: #d5dae0;
  --link: #0a5bab; --pick: #fff1c2; --keyword: #8250a0; --string: #0f5f2f; --number: #0550ae; --comment: #57606a;
  --warn: #9a4a00;
  --jp-ui-font-color1: #1b1f24; --jp-ui-font-color2: #57606a; --jp-border-color0: #8c959f; --jp-border-color2: #e3e6ea;
  --jp-ui-font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #15181c; --panel: #1f242a; --text: #e6e9ed; --muted: #a3adb8; --line: #3a424b;
    --link: #79b8ff; --pick: #4a3f14; --keyword: #d2a8ff; --string: #8ddb9c; --number: #79c0ff; --comment: #a3adb8;
    --warn: #ffb77c;
    --jp-ui-font-color1: #e6e9ed; --jp-ui-font-color2: #a3adb8; --jp-border-color0: #6e7781; --jp-border-color2: #30363d;
  }
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
body { margin: 0; background: var(--ground); color: var(--text); font: 16px/1.6 var(--jp-ui-font-family); }
.page { display: grid; grid-template-columns: 15rem minmax(0, 50rem); gap: 3rem; max-width: 72rem; margin: 0 auto; padding: 2rem 1.5rem 4rem; }
aside { position: sticky; top: 1.5rem; align-self: start; max-height: calc(100vh - 3rem); overflow-y: auto; font-size: .875rem; }
nav ol { list-style: none; margin: 0 0 1rem; padding: 0; }
nav a { display: block; min-height: 1.5rem; padding: .2rem 0; color: var(--muted); text-decoration: none; }
nav a:hover { color: var(--link); text-decoration: underline; }
nav .level-2 { padding-left: .75rem; } nav .level-3 { padding-left: 1.5rem; }
button { min-height: 2rem; padding: .25rem .75rem; border: 1px solid var(--line); border-radius: .375rem; background: var(--panel); color: var(--text); font: inherit; cursor: pointer; }
button[aria-pressed="true"] { border-color: var(--link); }
html:not(.has-script) #toggle-code { display: none; }
.skip { position: absolute; left: -100vw; } .skip:focus { left: 1rem; top: 1rem; padding: .5rem 1rem; background: var(--ground); }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
a { color: var(--link); }
h1 { font-size: 2rem; line-height: 1.25; margin: 0 0 1rem; }
h2 { font-size: 1.4rem; line-height: 1.3; margin: 2.5rem 0 .75rem; }
h3 { font-size: 1.1rem; margin: 1.75rem 0 .5rem; }
h1, h2, h3, [id] { scroll-margin-top: 1rem; }
p, li { overflow-wrap: break-word; }
blockquote { margin: 1rem 0; padding-left: 1rem; border-left: 3px solid var(--line); color: var(--muted); }
img { max-width: 100%; height: auto; }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: .875em; }
:not(pre) > code { padding: .1em .3em; border-radius: .25rem; background: var(--panel); overflow-wrap: anywhere; }
pre { margin: 0; padding: .75rem 1rem; border-radius: .375rem; background: var(--panel); font-size: .8125rem; line-height: 1.55; overflow-x: auto; }
pre code { font-size: inherit; }
.cell { margin: 1rem 0 1.5rem; }
.cell > * + * { margin-top: .75rem; }
summary { min-height: 1.75rem; cursor: pointer; color: var(--muted); font-size: .8125rem; }
.code .keyword { color: var(--keyword); } .code .string { color: var(--string); } .code .number { color: var(--number); } .code .comment { color: var(--comment); font-style: italic; }
pre.value, pre.stdout, pre.stderr, pre.error { background: none; border: 1px solid var(--line); }
pre.error, pre.stderr { border-left: 4px solid var(--warn); }
.release { padding: .5rem .75rem; border-left: 4px solid var(--warn); background: var(--panel); font-size: .875rem; }
.wide { max-width: 100%; max-height: 26rem; overflow: auto; }
table { border-collapse: collapse; font-size: .8125rem; font-variant-numeric: tabular-nums; line-height: 1.4; }
th, td { padding: .3rem .75rem .3rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
th { position: sticky; top: 0; background: var(--ground); font-weight: 600; }
tr.picked td { background: var(--pick); }
.html small { color: var(--muted); }
figure.plot { margin-inline: 0; margin-bottom: 0; }
figure.plot > .stage { position: relative; overflow-x: auto; overflow-y: hidden; }
figure.plot.drawn > .picture { display: none; }
.picture { display: block; background: #fff; }
figcaption { font-size: .875rem; color: var(--muted); margin-top: .25rem; }
.said { min-height: 0; margin: .25rem 0 0; font-size: .875rem; } .said:empty { display: none; }
.regions { margin: .5rem 0; font-size: .875rem; } .regions > p { margin: 0 0 .25rem; color: var(--muted); }
html:not(.has-script) .regions > p { display: none; }
.region { border: 1px solid var(--line); border-radius: .375rem; margin-bottom: .375rem; padding: 0 .75rem; }
.region > summary { padding: .25rem 0; color: var(--text); }
.region[open] { padding-bottom: .75rem; }
.drawing canvas, .drawing svg { display: block; }
.jp-GenobookPlot-halo, .jp-GenobookPlot-ring { position: absolute; border: 2px solid var(--text); border-radius: 50%; pointer-events: none; }
.jp-GenobookPlot-halo { width: 12px; height: 12px; margin: -6px 0 0 -6px; }
.jp-GenobookPlot-ring { width: 16px; height: 16px; margin: -8px 0 0 -8px; box-shadow: inset 0 0 0 1px var(--ground); }
.jp-GenobookPlot-halo[hidden], .jp-GenobookPlot-tooltip[hidden] { display: none; }
.jp-GenobookPlot-tooltip { position: fixed; z-index: 10; max-width: 20rem; padding: .5rem .625rem; border: 1px solid var(--line); border-radius: .375rem; background: var(--ground); box-shadow: 0 4px 12px rgb(0 0 0 / .2); font-size: .75rem; line-height: 1.5; font-variant-numeric: tabular-nums; pointer-events: none; }
.jp-GenobookPlot-tooltip > div { display: flex; justify-content: space-between; gap: .875rem; }
.jp-GenobookPlot-tooltipName { color: var(--muted); }
footer { margin-top: 4rem; padding-top: .5rem; border-top: 2px solid var(--line); font-size: .875rem; }
footer dl > div { display: grid; grid-template-columns: 12rem minmax(0, 1fr); gap: 1rem; padding: .15rem 0; }
dt { color: var(--muted); } dd { margin: 0; overflow-wrap: anywhere; }
footer td, footer td code { overflow-wrap: break-word; }
@media (max-width: 60rem) {
  .page { display: block; padding: 1rem 1rem 3rem; }
  aside { position: static; max-height: none; margin-bottom: 1.5rem; }
}
@media (max-width: 36rem) { footer dl > div { grid-template-columns: 1fr; gap: 0; } h1 { font-size: 1.6rem; } }
@media print {
  :root { color-scheme: light; --ground: #fff; --panel: #fff; --text: #000; --muted: #444; --line: #bbb; --link: #000; --keyword: #000; --string: #000; --number: #000; --comment: #444; --pick: #eee; }
  body { font-size: 10.5pt; }
  .page { display: block; max-width: none; padding: 0; }
  aside, .skip, .said, .rows:not([open]), .region:not([open]), .regions > p, .jp-GenobookPlot-halo, .jp-GenobookPlot-ring, .jp-GenobookPlot-tooltip { display: none !important; }
  .wide { max-height: none; overflow: visible; }
  pre { border: 1px solid var(--line); white-space: pre-wrap; }
  figure.plot.drawn:has(> .picture) > .stage { display: none; }
  figure.plot.drawn > .picture { display: block; }
  figure.plot, tr, pre.value { break-inside: avoid; }
  h1, h2, h3, summary { break-after: avoid; }
  th { position: static; }
  table { font-size: 8pt; }
  th, td { padding-right: .5rem; overflow-wrap: anywhere; }
}
`;
