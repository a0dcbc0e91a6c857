/* Fields that help: search suggestions, quantities, files, and a guard over unsaved work. */
import htmx from "htmx.org";

/** Search suggestions as an ARIA combobox. The list is fetched by HTMX; without it the form simply searches. */
export function search() {
  return {
    init() {
      const input = this.$el.querySelector("[data-search]");
      const list = this.$el.querySelector("[role=listbox]");
      let active = -1;
      const options = () => [...list.querySelectorAll("[role=option]")];
      const mark = (index) => {
        active = index;
        for (const [position, option] of options().entries()) {
          option.setAttribute("aria-selected", String(position === index));
          if (position === index) {
            input.setAttribute("aria-activedescendant", option.id);
            option.scrollIntoView({ block: "nearest" });
          }
        }
        if (index < 0) input.removeAttribute("aria-activedescendant");
      };
      const open = (yes) => {
        const shown = yes && options().length > 0;
        list.hidden = !shown;
        input.setAttribute("aria-expanded", String(shown));
        mark(-1);
      };
      input.setAttribute("role", "combobox");
      input.setAttribute("aria-autocomplete", "list");
      input.setAttribute("aria-controls", list.id);
      input.setAttribute("aria-expanded", "false");

      input.addEventListener("htmx:configRequest", (event) => {
        if (input.value.trim().length < 2) {
          event.preventDefault();
          open(false);
        }
      });
      list.addEventListener("htmx:afterSwap", () => {
        for (const [position, option] of options().entries()) {
          option.id ||= `suggestion-${position}`;
          option.tabIndex = -1;
        }
        open(document.activeElement === input);
      });
      // Suggestions are a comfort: losing one is not worth a message.
      for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
        input.addEventListener(name, (event) => event.stopPropagation());
      }
      input.addEventListener("keydown", (event) => {
        const count = options().length;
        if (event.key === "Escape" && !list.hidden) {
          event.preventDefault();
          open(false);
        } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && count) {
          event.preventDefault();
          if (list.hidden) open(true);
          const step = event.key === "ArrowDown" ? 1 : -1;
          mark(active < 0 ? (step > 0 ? 0 : count - 1) : (active + step + count) % count);
        } else if (event.key === "Enter" && active >= 0 && !list.hidden) {
          event.preventDefault();
          options()[active].click();
        }
      });
      input.addEventListener("focus", () => open(true));
      list.addEventListener("mousedown", (event) => event.preventDefault());
      this.$el.addEventListener("focusout", (event) => {
        if (!this.$el.contains(event.relatedTarget)) open(false);
      });
    },
  };
}

/** Less and more round a number field; keeps to its min, max and step and fires `change`. */
export function quantity() {
  return {
    init() {
      const input = this.$el.querySelector("input");
      const move = (up) => {
        const before = input.value;
        if (up) input.stepUp();
        else input.stepDown();
        if (input.value !== before) input.dispatchEvent(new Event("change", { bubbles: true }));
      };
      this.$el.querySelector("[data-less]").addEventListener("click", () => move(false));
      this.$el.querySelector("[data-more]").addEventListener("click", () => move(true));
    },
  };
}

/** A drop zone round a file field: previews, sizes, and true progress while the form is sent. */
export function fileDrop() {
  return {
    init() {
      const zone = this.$el;
      const input = zone.querySelector("input[type=file]");
      const list = zone.querySelector("[data-list]");
      const size = (bytes) => {
        const [amount, unit] = bytes < 1e6 ? [bytes / 1e3, "kilobyte"] : [bytes / 1e6, "megabyte"];
        return new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit, maximumFractionDigits: 1 }).format(amount);
      };
      const preview = async (file, canvas) => {
        if (!file.type.startsWith("image/")) return;
        try {
          const picture = await createImageBitmap(file);
          const side = Math.min(picture.width, picture.height);
          canvas.getContext("2d").drawImage(picture, (picture.width - side) / 2, (picture.height - side) / 2, side, side, 0, 0, 96, 96);
          picture.close();
        } catch {
          // A picture the browser cannot read is still the server's to judge.
        }
      };
      const show = () => {
        list.replaceChildren();
        list.hidden = input.files.length === 0;
        for (const file of input.files) {
          const row = document.createElement("li");
          const canvas = document.createElement("canvas");
          canvas.width = canvas.height = 96;
          canvas.className = "drop-thumb";
          canvas.setAttribute("aria-hidden", "true");
          const name = document.createElement("bdi");
          name.textContent = file.name;
          const weight = document.createElement("span");
          weight.className = "num soft";
          weight.textContent = size(file.size);
          row.append(canvas, name, weight);
          list.append(row);
          preview(file, canvas);
        }
      };
      input.addEventListener("change", show);
      for (const name of ["dragenter", "dragover"]) {
        zone.addEventListener(name, (event) => {
          event.preventDefault();
          zone.dataset.over = "";
        });
      }
      for (const name of ["dragleave", "drop"]) zone.addEventListener(name, () => delete zone.dataset.over);
      zone.addEventListener("drop", (event) => {
        event.preventDefault();
        if (!event.dataTransfer.files.length) return;
        const kept = new DataTransfer();
        for (const file of event.dataTransfer.files) {
          kept.items.add(file);
          if (!input.multiple) break;
        }
        input.files = kept.files;
        input.dispatchEvent(new Event("change", { bubbles: true }));
      });

      // Sent through HTMX the browser reports every byte; without it the form goes as it always did.
      const form = input.form;
      if (!form) return;
      if (!form.matches("[hx-post], [hx-put]")) {
        form.setAttribute("hx-boost", "true");
        htmx.process(form);
      }
      form.setAttribute("hx-encoding", "multipart/form-data");
      form.addEventListener("htmx:xhr:progress", (event) => {
        if (!input.files.length || !event.detail.lengthComputable) return;
        let bar = zone.querySelector("progress");
        if (!bar) {
          bar = document.createElement("progress");
          bar.setAttribute("aria-label", form.querySelector(`label[for="${input.id}"]`)?.textContent.trim() || input.name);
          zone.append(bar);
        }
        bar.max = event.detail.total;
        bar.value = Math.max(bar.value, event.detail.loaded);
      });
    },
  };
}

/** Warns before a page with unsaved changes is left. */
export function unsaved() {
  return {
    init() {
      const form = this.$el;
      let changed = false;
      this.guard = (event) => {
        if (changed) event.preventDefault();
      };
      form.addEventListener("input", () => (changed = true));
      form.addEventListener("submit", () => (changed = false));
      form.addEventListener("htmx:afterRequest", (event) => {
        if (event.detail.successful) changed = false;
      });
      addEventListener("beforeunload", this.guard);
    },
    destroy() {
      removeEventListener("beforeunload", this.guard);
    },
  };
}
