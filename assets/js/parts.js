/* Menus, dialogs, tabs, clocks and the like. Each function is an Alpine component of its own name. */
import { announce } from "./say.js";

/** A `details` that behaves like a menu: Escape, a press outside or focus leaving closes it. */
export function menu() {
  return {
    init() {
      const details = this.$el;
      const close = (focus) => {
        if (!details.open) return;
        details.open = false;
        if (focus) details.querySelector("summary").focus();
      };
      details.addEventListener("keydown", (event) => {
        if (event.key === "Escape" && details.open) {
          event.stopPropagation();
          close(true);
        }
      });
      details.addEventListener("focusout", (event) => {
        if (event.relatedTarget && !details.contains(event.relatedTarget)) close(false);
      });
      this.outside = (event) => {
        if (!details.contains(event.target)) close(false);
      };
      document.addEventListener("pointerdown", this.outside);
    },
    destroy() {
      document.removeEventListener("pointerdown", this.outside);
    },
  };
}

/** The desk's navigation: always open on a wide screen, also where `::details-content` is unknown. */
export function deskNav() {
  return {
    init() {
      if (CSS.supports("selector(::details-content)")) return;
      const wide = matchMedia("(min-width: 60rem)");
      const follow = () => (this.$el.open = wide.matches);
      wide.addEventListener("change", follow);
      follow();
    },
  };
}

/** A modal `dialog`, opened by `[data-opens=id]`; `autoshow` opens it at once (content put there by HTMX). */
export function sheet() {
  return {
    init() {
      const dialog = this.$el;
      dialog.addEventListener("click", (event) => {
        if (event.target === dialog || event.target.closest("[data-closes]")) dialog.close();
      });
      if (dialog.hasAttribute("data-autoshow")) dialog.showModal();
    },
  };
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.opens);
    if (dialog instanceof HTMLDialogElement) {
      event.preventDefault();
      dialog.showModal();
    }
  }
  event.target.closest("[data-dismiss]")?.closest(".notice")?.remove();
});

/** Tabs by the ARIA pattern: arrows, Home and End move; the panel follows. */
export function tabs() {
  return {
    init() {
      const list = [...this.$el.querySelectorAll("[role=tab]")];
      const panel = (tab) => document.getElementById(tab.getAttribute("aria-controls"));
      const choose = (chosen, focus) => {
        for (const tab of list) {
          const on = tab === chosen;
          tab.setAttribute("aria-selected", String(on));
          tab.tabIndex = on ? 0 : -1;
          const shown = panel(tab);
          if (shown) {
            shown.hidden = !on;
            shown.tabIndex = 0;
            if (tab.id) shown.setAttribute("aria-labelledby", tab.id);
          }
        }
        if (focus) chosen.focus();
      };
      const back = getComputedStyle(this.$el).direction === "rtl" ? "ArrowRight" : "ArrowLeft";
      const on = back === "ArrowLeft" ? "ArrowRight" : "ArrowLeft";
      for (const [index, tab] of list.entries()) {
        tab.id ||= `tab-${tab.getAttribute("aria-controls")}`;
        tab.addEventListener("click", () => choose(tab));
        tab.addEventListener("keydown", (event) => {
          const to = { [on]: index + 1, [back]: index - 1, Home: 0, End: list.length - 1 }[event.key];
          if (to === undefined) return;
          event.preventDefault();
          choose(list[(to + list.length) % list.length], true);
        });
      }
      const linked = list.find((tab) => "#" + tab.getAttribute("aria-controls") === location.hash);
      const first = linked || list.find((tab) => tab.getAttribute("aria-selected") === "true") || list[0];
      if (first) choose(first);
    },
  };
}

/** A product gallery: the strip's links show their picture in place. */
export function gallery() {
  return {
    init() {
      const main = this.$el.querySelector("[data-main] img");
      const links = [...this.$el.querySelectorAll(".gallery-strip a")];
      if (!main) return;
      const show = (link) => {
        const small = link.querySelector("img");
        main.srcset = small.srcset || "";
        main.src = link.href;
        main.alt = small.alt || main.alt;
        for (const other of links) other.toggleAttribute("aria-current", other === link);
        link.setAttribute("aria-current", "true");
      };
      const rtl = getComputedStyle(this.$el).direction === "rtl";
      for (const [index, link] of links.entries()) {
        link.addEventListener("click", (event) => {
          if (event.ctrlKey || event.metaKey || event.shiftKey) return;
          event.preventDefault();
          show(link);
        });
        link.addEventListener("keydown", (event) => {
          const step = { ArrowRight: rtl ? -1 : 1, ArrowLeft: rtl ? 1 : -1 }[event.key];
          if (!step) return;
          event.preventDefault();
          const next = links[(index + step + links.length) % links.length];
          next.focus();
          show(next);
        });
      }
    },
  };
}

/** Copies `data-copy` and says so. */
export function copy() {
  return {
    init() {
      const button = this.$el;
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(button.dataset.copy);
        button.dataset.copied = "";
        announce(button.dataset.done || button.textContent.trim());
        setTimeout(() => delete button.dataset.copied, 2000);
      });
    },
  };
}

/** Light or dark, kept in a cookie so that the server can send the right page at once. */
export function theme() {
  return {
    toggle() {
      const root = document.documentElement;
      const shown = root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
      root.dataset.theme = shown === "dark" ? "light" : "dark";
      document.cookie = `theme=${root.dataset.theme}; path=/; max-age=31536000; samesite=lax`;
      dispatchEvent(new CustomEvent("themechange"));
    },
  };
}

const SHORTCUTS = "bridgeway.shortcuts";

/** Whether single-key shortcuts are wanted; a person may switch them off. */
export function shortcutsOn() {
  return localStorage.getItem(SHORTCUTS) !== "off";
}

/** The switch for them. */
export function shortcuts() {
  return {
    init() {
      this.show();
    },
    show() {
      this.$el.setAttribute("aria-pressed", String(shortcutsOn()));
      document.documentElement.classList.toggle("no-shortcuts", !shortcutsOn());
    },
    toggle() {
      localStorage.setItem(SHORTCUTS, shortcutsOn() ? "off" : "on");
      this.show();
    },
  };
}

/** A clock chip: counts down, turns amber in the last quarter, stops when time is up. */
export function clock() {
  return {
    init() {
      const chip = this.$el;
      const left = chip.querySelector("[data-left]");
      const due = Date.parse(chip.dataset.due);
      const soon = Date.parse(chip.dataset.soon);
      const language = document.documentElement.lang || "en";
      const unit = (value, name) => new Intl.NumberFormat(language, { style: "unit", unit: name, unitDisplay: "short" }).format(value);
      const tick = () => {
        const now = Date.now();
        const rest = Math.floor((due - now) / 1000);
        chip.dataset.state = rest <= 0 ? "over" : now >= soon ? "soon" : "calm";
        if (rest <= 0) {
          left.textContent = chip.dataset.over;
          return;
        }
        const days = Math.floor(rest / 86400);
        const hours = Math.floor((rest % 86400) / 3600);
        const minutes = Math.floor((rest % 3600) / 60);
        const words =
          days > 0 ? [unit(days, "day"), unit(hours, "hour")]
          : hours > 0 ? [unit(hours, "hour"), unit(minutes, "minute")]
          : minutes > 0 ? [unit(minutes, "minute"), unit(rest % 60, "second")]
          : [unit(rest, "second")];
        left.textContent = chip.dataset.words.replace("{time}", words.join(" "));
        this.timer = setTimeout(tick, days || hours ? 30000 : 1000);
      };
      tick();
    },
    destroy() {
      clearTimeout(this.timer);
    },
  };
}
