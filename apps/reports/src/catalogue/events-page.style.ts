export const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#d8dce3, #3a404b); --soft: light-dark(#f5f6f8, #1d2026); --red: light-dark(#b3261e, #ff8a80); }
body { margin: 0; display: grid; grid-template-columns: 19rem minmax(0, 1fr); font: 15px/1.5 system-ui, sans-serif; }
nav { position: sticky; top: 0; height: 100vh; overflow-y: auto; box-sizing: border-box; padding: 1rem; background: var(--soft); border-right: 1px solid var(--line); font-size: 13px; }
nav h3 { margin: 1rem 0 .2rem; font-size: 13px; }
nav ul { list-style: none; margin: 0; padding: 0; }
main { padding: 1rem 2rem 4rem; max-width: 60rem; }
h1 small { font-weight: normal; font-size: 1rem; opacity: .7; }
h2 { margin: 2.2rem 0 .4rem; font-size: 1.15rem; }
section h2 { border-top: 1px solid var(--line); padding-top: 1.2rem; font-family: ui-monospace, monospace; }
a { color: var(--red); text-decoration: none; }
a:hover { text-decoration: underline; }
code, pre { font: 13px/1.45 ui-monospace, monospace; }
table { border-collapse: collapse; width: 100%; margin: .6rem 0; }
th, td { text-align: left; vertical-align: top; padding: .25rem .6rem .25rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
th { font-size: 12px; opacity: .7; }
td:first-child, td:last-child { white-space: nowrap; }
pre { background: var(--soft); border: 1px solid var(--line); border-radius: 6px; padding: .8rem; overflow-x: auto; margin: .4rem 0; }
summary { cursor: pointer; }
.on { opacity: .8; }
@media (max-width: 50rem) { body { display: block; } nav { position: static; height: auto; } td:first-child { white-space: normal; } }
`;
