/*
 * Builds static/dist and static/flags from assets/, templates/ and node_modules.
 * Ends by writing static/dist/SOURCES.sha256, which scripts/check_assets.py compares without Node.
 */
import { build } from "esbuild";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { optimize } from "svgo";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const dist = join(root, "static/dist");
const flags = join(root, "static/flags");

// Files are replaced where they lie, so that a running server never finds them missing.
mkdirSync(join(dist, "fonts"), { recursive: true });
cpSync(join(root, "assets/fonts"), join(dist, "fonts"), { recursive: true });

execFileSync(
  process.execPath,
  [join(root, "node_modules/@tailwindcss/cli/dist/index.mjs"), "-i", "assets/css/app.css", "-o", "static/dist/app.css", "--minify"],
  { cwd: root, stdio: ["ignore", "ignore", "inherit"] },
);

const result = await build({
  absWorkingDir: root,
  entryPoints: { app: "assets/js/app.js", charts: "assets/js/charts.js" },
  outdir: "static/dist",
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2020", "safari15"],
  legalComments: "none",
  write: true,
  metafile: true,
});

// Flags are shown at most 32 px wide from drawings of 640: whole numbers are fine enough for the ornate ones,
// which shrink to a third (each compared with its original).
mkdirSync(flags, { recursive: true });
const source = join(root, "node_modules/flag-icons/flags/4x3");
const names = readdirSync(source).filter((name) => /^[a-z]{2}\.svg$/.test(name));
for (const name of names) {
  const drawn = readFileSync(join(source, name), "utf8");
  const floatPrecision = drawn.length > 6000 ? 0 : 2;
  writeFileSync(join(flags, name), optimize(drawn, { multipass: true, floatPrecision, plugins: ["preset-default"] }).data + "\n");
}
for (const name of readdirSync(flags)) if (name !== "LICENSE" && !names.includes(name)) rmSync(join(flags, name));
cpSync(join(root, "node_modules/flag-icons/LICENSE"), join(flags, "LICENSE"));

execFileSync("python3", ["scripts/check_assets.py", "--write"], { cwd: root, stdio: "inherit" });

for (const file of ["app.css", ...Object.keys(result.metafile.outputs).map((path) => path.split("/").pop())]) {
  const bytes = readFileSync(join(dist, file));
  console.log(`${file.padEnd(12)} ${(bytes.length / 1024).toFixed(1)} kB, ${(gzipSync(bytes).length / 1024).toFixed(1)} kB gzipped`);
}
