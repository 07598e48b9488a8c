/** Follows the page's color scheme; needs no style sheet of the app. */
export const inspectorStyle = `
.agentsync-inspector {
  --ink: light-dark(#1c1c1f, #ececf1); --dim: light-dark(#62626b, #a0a0ab); --line: light-dark(#e2e2e8, #34343c);
  --ground: light-dark(#ffffff, #18181b); --raised: light-dark(#f4f4f6, #242429);
  --good: light-dark(#0a6c3a, #58c98a); --bad: light-dark(#a8201a, #ff8a80); --plain: light-dark(#1f5fbf, #86b7ff);
  box-sizing: border-box; height: 100%; overflow: auto; padding: 12px; display: flex; flex-direction: column; gap: 12px;
  background: var(--ground); color: var(--ink); font: 13px/1.5 system-ui, sans-serif;
}
.agentsync-inspector * { box-sizing: border-box; margin: 0; }
.agentsync-inspector header, .agentsync-inspector .bar, .agentsync-inspector .actions {
  display: flex; flex-wrap: wrap; align-items: center; gap: 8px;
}
.agentsync-inspector .actions { margin-left: auto; }
.agentsync-inspector .status { padding: 0 8px; border-radius: 9px; background: var(--raised); color: var(--dim); }
.agentsync-inspector .status[data-status=live] { color: var(--good); }
.agentsync-inspector .status[data-status=offline], .agentsync-inspector .status[data-status=unauthorized] { color: var(--bad); }
.agentsync-inspector button, .agentsync-inspector input {
  min-height: 28px; padding: 2px 10px; border: 1px solid var(--line); border-radius: 6px; background: var(--raised);
  color: inherit; font: inherit;
}
.agentsync-inspector button { cursor: pointer; }
.agentsync-inspector button[aria-pressed=true] { border-color: var(--bad); color: var(--bad); }
.agentsync-inspector :focus-visible { outline: 2px solid var(--plain); outline-offset: 1px; }
.agentsync-inspector input { flex: 1; min-width: 0; background: var(--ground); }
.agentsync-inspector .scroll { overflow-x: auto; flex: none; }
.agentsync-inspector table { width: 100%; border-collapse: collapse; white-space: nowrap; }
.agentsync-inspector caption { text-align: left; font-weight: 600; padding-bottom: 4px; }
.agentsync-inspector th, .agentsync-inspector td { padding: 3px 10px 3px 0; border-bottom: 1px solid var(--line); text-align: left; }
.agentsync-inspector td:first-child { max-width: 220px; overflow: hidden; text-overflow: ellipsis; }
.agentsync-inspector th { color: var(--dim); font-weight: 500; }
.agentsync-inspector .number { text-align: right; font-variant-numeric: tabular-nums; }
.agentsync-inspector .none { color: var(--dim); }
.agentsync-inspector ol { list-style: none; padding: 0; margin-top: 6px; }
.agentsync-inspector summary {
  display: flex; gap: 10px; align-items: baseline; padding: 3px 0; border-bottom: 1px solid var(--line); cursor: pointer;
}
.agentsync-inspector time, .agentsync-inspector .lag { color: var(--dim); font-variant-numeric: tabular-nums; white-space: nowrap; }
.agentsync-inspector .fields { flex: 1; min-width: 0; color: var(--dim); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.agentsync-inspector b { font-weight: 500; color: var(--plain); }
.agentsync-inspector b[data-action=insert] { color: var(--good); }
.agentsync-inspector b[data-action=delete] { color: var(--bad); }
.agentsync-inspector dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 12px; padding: 6px 0 10px 12px; }
.agentsync-inspector dt { color: var(--dim); }
.agentsync-inspector dd { min-width: 0; overflow-wrap: anywhere; white-space: pre-wrap; }
.agentsync-inspector del { color: var(--bad); margin-right: 8px; }
.agentsync-inspector ins { color: var(--good); text-decoration: none; }
`;
