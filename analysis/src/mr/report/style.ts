/** Of the HTML report: system fonts, both colour schemes, paper. Contrast of all text is at least 4.5 : 1. */
export const STYLE = `
:root { color-scheme: light dark; --text: #1b1f24; --quiet: #57606a; --ground: #ffffff; --line: #d0d7de;
  --stripe: #f6f8fa; --gap: #7a4100; --gap-ground: #fff4e0; --gap-line: #c77700; --link: #0550ae; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e6edf3; --quiet: #9da7b3; --ground: #0f1419; --line: #343b44;
    --stripe: #171d24; --gap: #ffd591; --gap-ground: #2b2110; --gap-line: #d08b1f; --link: #79b8ff; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 60rem; padding: 1.5rem 1.25rem 4rem; background: var(--ground); color: var(--text);
  font: 1rem/1.55 system-ui, sans-serif; overflow-wrap: break-word; }
h1 { font-size: 1.75rem; line-height: 1.25; margin: 1rem 0 0.5rem; }
h2 { font-size: 1.35rem; margin: 2.5rem 0 0.5rem; padding-bottom: 0.25rem; border-bottom: 2px solid var(--line); }
h3 { font-size: 1.08rem; margin: 1.75rem 0 0.25rem; }
h4 { font-size: 1rem; margin: 1.1rem 0 0.2rem; }
p, ul { margin: 0.5rem 0; max-width: 46rem; }
ul { padding-left: 1.25rem; }
li { margin: 0.2rem 0; }
a { color: var(--link); }
.authors { font-size: 1.05rem; }
.made, .asks { color: var(--quiet); }
.made { list-style: none; padding: 0; font-size: 0.9rem; }
.asks { font-size: 0.92rem; font-style: italic; margin: 0 0 0.5rem; }
.gap, .gaps { border-left: 4px solid var(--gap-line); background: var(--gap-ground); color: var(--gap);
  padding: 0.4rem 0.75rem; max-width: 46rem; }
.gap { margin: 0.5rem 0; }
.gap ul { margin: 0.2rem 0; }
.gaps { margin: 1rem 0; }
.gaps summary { cursor: pointer; font-weight: 600; }
.gaps a { color: inherit; }
code, pre { font-family: ui-monospace, monospace; font-size: 0.88em; }
pre { overflow-x: auto; border: 1px solid var(--line); background: var(--stripe); padding: 0.75rem; border-radius: 4px; }
.scroll { overflow-x: auto; margin: 0.75rem 0 1rem; }
.scroll:focus-visible, pre:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
table { border-collapse: collapse; font-size: 0.88rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: 600; padding: 0 0 0.35rem; }
caption span { display: block; position: sticky; left: 0; width: fit-content; max-width: calc(100vw - 2.5rem); }
th, td { padding: 0.25rem 0.6rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
thead th { border-bottom: 2px solid var(--line); vertical-align: bottom; }
tbody th { font-weight: 500; }
tbody tr:nth-child(even) { background: var(--stripe); }
.number { text-align: right; white-space: nowrap; }
thead .number { white-space: normal; max-width: 9rem; }
tbody th { min-width: 8rem; }
td:not(.number) { min-width: 5rem; }
@media print {
  :root { --text: #000; --quiet: #333; --ground: #fff; --line: #999; --stripe: #fff; --gap: #000; --gap-ground: #fff;
    --gap-line: #000; --link: #000; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  .scroll, pre { overflow: visible; }
  pre { white-space: pre-wrap; }
  table { font-size: 8pt; }
  th, td { padding: 0.15rem 0.35rem; }
  thead { display: table-header-group; }
  tr, .gap { break-inside: avoid; }
  h2, h3, h4, caption { break-after: avoid; }
  .number { white-space: normal; }
}
`;
