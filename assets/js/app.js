/* The script of every page. Pages work without it; each module adds one comfort. */
import Alpine from "@alpinejs/csp";
import htmx from "htmx.org";
import { fileDrop, quantity, search, unsaved } from "./forms.js";
import { clock, copy, deskNav, gallery, menu, sheet, shortcuts, tabs, theme } from "./parts.js";
import { watchRequests } from "./requests.js";

document.documentElement.classList.add("js");
window.htmx = htmx;

const components = { clock, copy, deskNav, fileDrop, gallery, menu, quantity, search, sheet, shortcuts, tabs, theme, unsaved };
for (const [name, component] of Object.entries(components)) Alpine.data(name, component);
watchRequests(htmx);
Alpine.start();
