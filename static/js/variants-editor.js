/* The table of variants: cells pasted from a spreadsheet spread over it; Enter and the arrows walk the column. Every
   cell is a plain field without this. */

const table = document.querySelector("#variants-form");

function fieldAt(row, column) {
  return row?.querySelector(`[data-cell="${column}"]`) ?? null;
}

function rowsFrom(row) {
  const rows = [...table.querySelectorAll("tbody tr")];
  return rows.slice(rows.indexOf(row));
}

table?.addEventListener("paste", (event) => {
  const field = event.target.closest("[data-cell]");
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!field || !/[\t\n]/.test(text.trim())) return;
  event.preventDefault();
  const first = Number(field.dataset.cell);
  const lines = text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n");
  const rows = rowsFrom(field.closest("tr"));
  for (const [down, line] of lines.entries()) {
    for (const [across, value] of line.split("\t").entries()) {
      const into = fieldAt(rows[down], first + across);
      if (!into) continue;
      into.value = value.trim();
      into.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
});

table?.addEventListener("keydown", (event) => {
  const field = event.target.closest("input[data-cell]");
  if (!field || event.altKey || event.ctrlKey || event.metaKey) return;
  const step = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const rows = [...table.querySelectorAll("tbody tr")];
  const next = fieldAt(rows[rows.indexOf(field.closest("tr")) + step], field.dataset.cell);
  event.preventDefault();
  next?.focus();
  next?.select();
});
