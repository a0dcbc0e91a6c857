/* What happens round every HTMX request: waiting, failing, announcing, and focus. */
import { announce, toast } from "./say.js";
import { shortcutsOn } from "./parts.js";

function retry(element) {
  if (element instanceof HTMLFormElement) return () => element.requestSubmit();
  if (element.matches("a, button")) return () => element.click();
  return () => element.dispatchEvent(new Event("change", { bubbles: true }));
}

function showProblems(root) {
  const summary = root.querySelector?.("[data-error-summary]");
  if (!summary) return;
  const prefix = summary.dataset.errorSummary;
  if (prefix && !document.title.startsWith(prefix)) document.title = `${prefix} ${document.title}`;
  summary.focus();
}

export function watchRequests(htmx) {
  const body = document.body;

  body.addEventListener("htmx:beforeRequest", (event) => event.detail.target?.setAttribute("aria-busy", "true"));
  body.addEventListener("htmx:afterRequest", (event) => event.detail.target?.removeAttribute("aria-busy"));
  body.addEventListener("htmx:afterSettle", (event) => {
    const root = event.detail.elt;
    root.removeAttribute?.("aria-busy");
    const said = root.matches?.("[data-announce]") ? root : root.querySelector?.("[data-announce]");
    if (said) announce(said.dataset.announce);
    showProblems(root);
    if (root.id === "notices") {
      root.scrollIntoView({ block: "nearest" });
      root.focus({ preventScroll: true });
    }
  });

  // Lost connections and our own faults: what was typed stays, and the person may try again.
  const fail = (key) => (event) => {
    const { dataset } = document.getElementById("toasts");
    toast("danger", dataset[key], { label: dataset.retry, run: retry(event.detail.elt) });
  };
  body.addEventListener("htmx:sendError", fail("offline"));
  body.addEventListener("htmx:timeout", fail("offline"));
  body.addEventListener("htmx:responseError", fail("failed"));
  // The server may ask for a toast: HX-Trigger: {"toast": {"kind": "success", "text": "Saved"}}
  body.addEventListener("toast", (event) => toast(event.detail.kind || "info", event.detail.text));

  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (form?.hasAttribute("data-submit-on-change")) form.requestSubmit();
  });

  // A second press while the first is under way would send a form twice.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.matches("[hx-post], [hx-put], [hx-boost=true]")) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    event.submitter?.setAttribute("aria-disabled", "true");
  });
  // Coming back to a kept page: its forms may be sent again.
  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) {
      delete form.dataset.sent;
      for (const button of form.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || !shortcutsOn()) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const box = document.querySelector("[data-search]");
    if (box) {
      event.preventDefault();
      box.focus();
      box.select();
    }
  });

  showProblems(document);
}
