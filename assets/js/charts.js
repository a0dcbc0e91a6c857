/* Charts, on the pages that have any. Numbers come from a JSON element; the same numbers stand in a table beside. */
import {
  BarController, BarElement, CategoryScale, Chart, Filler, Legend, LinearScale, LineController, LineElement, PointElement, Tooltip,
} from "chart.js";

Chart.register(BarController, BarElement, CategoryScale, Filler, Legend, LinearScale, LineController, LineElement, PointElement, Tooltip);

const drawn = new Map();

// Canvas knows no custom properties, so each colour is read through an element.
function colour(name) {
  const probe = document.createElement("span");
  probe.style.color = `var(--${name})`;
  document.body.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}

function draw(box) {
  const canvas = box.querySelector("canvas");
  const data = JSON.parse(document.getElementById(box.dataset.chart).textContent);
  const language = document.documentElement.lang;
  const hues = ["action", "part-goods", "part-duty", "part-tax", "part-fees"].map(colour);
  const figure = new Intl.NumberFormat(language, data.unit && /^[A-Z]{3}$/.test(data.unit) ? { style: "currency", currency: data.unit, currencyDisplay: "code", maximumFractionDigits: 0 } : { maximumFractionDigits: 1 });
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  Chart.defaults.color = colour("ink-soft");
  drawn.get(canvas)?.destroy();
  drawn.set(
    canvas,
    new Chart(canvas, {
      type: data.type || "line",
      data: {
        labels: data.labels,
        datasets: data.datasets.map((set, index) => ({
          ...set,
          borderColor: hues[index % hues.length],
          backgroundColor: hues[index % hues.length],
          borderWidth: data.type === "bar" ? 0 : 2,
          borderDash: data.type === "bar" || index === 0 ? [] : [6, 3 + index],
          borderRadius: 2,
          pointRadius: data.labels.length > 31 ? 0 : 3,
          tension: 0,
        })),
      },
      options: {
        responsive: true,
        maintainAspectRatio: false,
        animation: still ? false : { duration: 150 },
        locale: language,
        interaction: { mode: "index", intersect: false },
        plugins: {
          legend: { display: data.datasets.length > 1, position: "bottom", align: "start", rtl: document.dir === "rtl" },
          tooltip: { rtl: document.dir === "rtl", callbacks: { label: (item) => `${item.dataset.label}: ${figure.format(item.parsed.y)}` } },
        },
        scales: {
          x: { reverse: document.dir === "rtl", grid: { display: false }, border: { color: colour("line-strong") } },
          y: { position: document.dir === "rtl" ? "right" : "left", beginAtZero: true, grid: { color: colour("line") }, border: { display: false }, ticks: { callback: (value) => figure.format(value), maxTicksLimit: 6 } },
        },
      },
    }),
  );
}

const drawAll = () => document.querySelectorAll("[data-chart]").forEach(draw);
drawAll();
addEventListener("themechange", drawAll);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
document.body.addEventListener("htmx:afterSettle", drawAll);
