// Makes ../dist: the style sheet, the scripts, the icon sprite, each under a name that carries the hash of its
// content, and manifest.json that leads from the plain name to that one. Run by `npm run build`; nothing here is
// needed at run time, and the pages stay usable when dist is empty.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import * as sass from "sass";
import { sprite } from "./icons.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const dist = join(here, "../dist");
// Old phones and their built-in web views: nothing newer than this may be needed to read a page.
const target = ["chrome87", "safari14.1", "firefox90"];
// What a first visit may cost, in bytes after gzip; the build fails above it.
const budgets = { "site.css": 14 * 1024, "site.js": 3 * 1024, "desk.js": 17 * 1024, "map.js": 48 * 1024 };

/** Writes one file under its hashed name and returns that name. */
function write(name, content) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 10);
  const extension = extname(name);
  const hashed = `${basename(name, extension)}.${hash}${extension}`;
  writeFileSync(join(dist, hashed), content);
  return hashed;
}

/** The one style sheet, compiled, then lowered to the syntax that old browsers read. */
async function styles() {
  const { css } = sass.compile(join(here, "css/site.scss"), { loadPaths: [join(here, "node_modules")] });
  const { code } = await esbuild.transform(css, { loader: "css", minify: true, target });
  return code;
}

/** Every file of js/ that is not a part of another (those stand in js/parts/), with the CSS that it imports. */
async function scripts() {
  const entryPoints = readdirSync(join(here, "js")).filter((name) => name.endsWith(".js")).map((name) => join(here, "js", name));
  const built = await esbuild.build({
    entryPoints,
    bundle: true,
    minify: true,
    write: false,
    outdir: dist,
    format: "iife",
    target,
    legalComments: "none",
    // Leaflet's own pictures are not used: pins are drawn with our icons.
    loader: { ".png": "empty" },
  });
  return built.outputFiles.map((file) => [basename(file.path), file.text]);
}

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
const files = [["site.css", await styles()], ...(await scripts()), ["icons.svg", sprite()], ["icon.svg", readFileSync(join(here, "icon.svg"))]];
const manifest = {};
const over = [];
for (const [name, content] of files) {
  manifest[name] = write(name, content);
  const size = gzipSync(content, { level: 9 }).length;
  console.log(`${name.padEnd(12)} ${String(content.length).padStart(7)} bytes, ${String(size).padStart(6)} after gzip`);
  if (size > (budgets[name] ?? Infinity)) over.push(`${name}: ${size} bytes after gzip, allowed ${budgets[name]}`);
}
writeFileSync(join(dist, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
if (over.length > 0) {
  console.error(over.join("\n"));
  process.exit(1);
}
