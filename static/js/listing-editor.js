/* The listing editor: taking over an HS code, and ordering pictures by dragging. Both have buttons and links beside. */

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-hs-code]");
  if (!button) return;
  const input = document.getElementById("id_hs_code");
  if (!input) return;
  // Without this script the button saves the form with its code; with it there is no need to leave the page.
  event.preventDefault();
  input.value = button.dataset.hsCode;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.dispatchEvent(new Event("change", { bubbles: true }));
  const title = document.querySelector("[data-hs-title]");
  if (title) title.textContent = button.dataset.hsName ?? button.nextElementSibling?.nextElementSibling?.firstChild?.textContent ?? "";
  input.focus();
});

let dragged = null;

function makeDraggable() {
  for (const item of document.querySelectorAll("[data-order-form] > [data-picture]")) item.draggable = true;
}

document.addEventListener("dragstart", (event) => {
  // Text in the description field is dragged as text.
  if (event.target.closest?.("input")) return;
  dragged = event.target.closest?.("[data-order-form] > [data-picture]") ?? null;
  if (dragged) event.dataTransfer.effectAllowed = "move";
});

document.addEventListener("dragover", (event) => {
  const list = dragged?.parentElement;
  if (!list?.contains(event.target)) return;
  event.preventDefault();
  const over = event.target.closest("[data-picture]");
  if (!over || over === dragged) return;
  const items = [...list.children];
  list.insertBefore(dragged, items.indexOf(dragged) < items.indexOf(over) ? over.nextSibling : over);
});

document.addEventListener("drop", (event) => {
  if (dragged) event.preventDefault();
});

document.addEventListener("dragend", () => {
  if (!dragged) return;
  const list = dragged.parentElement;
  dragged = null;
  const form = document.getElementById(list.dataset.orderForm);
  const order = [...list.children].map((item) => item.dataset.picture);
  const inputs = [...form.querySelectorAll("[name=picture]")];
  if (inputs.every((input, place) => input.value === order[place])) return;
  inputs.forEach((input, place) => (input.value = order[place]));
  form.requestSubmit();
});

document.body.addEventListener("htmx:afterSettle", (event) => {
  makeDraggable();
  // A price row that was taken away is a change as much as one that was typed.
  if (event.target.id === "tiers") event.target.dispatchEvent(new Event("input", { bubbles: true }));
});
makeDraggable();
