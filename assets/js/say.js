/* Saying things: to the eye in a toast, to the ear in a live region. */

/** Read `text` out to people who hear the page. */
export function announce(text) {
  const region = document.getElementById("announcer");
  if (!region) return;
  region.textContent = "";
  setTimeout(() => (region.textContent = text), 50);
}

/**
 * Show a notice in the corner.
 * @param {"info"|"success"|"warning"|"danger"} kind
 * @param {string} text
 * @param {{label: string, run: () => void}=} action what the person can do about it; such a toast stays until closed
 */
export function toast(kind, text, action) {
  const place = document.getElementById("toasts");
  if (!place) return;
  const box = document.createElement("div");
  box.className = `notice notice-${kind}`;
  const words = document.createElement("p");
  words.dir = "auto";
  words.textContent = text;
  const buttons = document.createElement("div");
  buttons.className = "cluster";
  if (action) {
    const again = document.createElement("button");
    again.type = "button";
    again.className = "btn btn-secondary btn-s";
    again.textContent = action.label;
    again.addEventListener("click", () => {
      box.remove();
      action.run();
    });
    buttons.append(again);
  }
  const close = document.createElement("button");
  close.type = "button";
  close.className = "close";
  close.setAttribute("aria-label", place.dataset.close);
  close.textContent = "×";
  close.addEventListener("click", () => box.remove());
  buttons.append(close);
  box.append(document.createElement("span"), words, buttons);
  place.append(box);
  if (!action) {
    let timer = setTimeout(() => box.remove(), 7000);
    box.addEventListener("pointerenter", () => clearTimeout(timer));
    box.addEventListener("pointerleave", () => (timer = setTimeout(() => box.remove(), 3000)));
  }
}
