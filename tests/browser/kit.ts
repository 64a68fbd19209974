// What every journey uses. A test that takes `page` from here fails on any error in the console (a breach of the
// content security policy is one), on any failed script and on any request to another host.
import { expect, test as base, type Cookie, type Locator, type Page } from "@playwright/test";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

export { expect };

export type Lang = "zh" | "en";
/** A journey is made in both: `for (const lang of LANGS) test(…)`. */
export const LANGS: readonly Lang[] = ["zh", "en"];
const HTML_LANG = { zh: "zh-CN", en: "en" };

/** The words of the pages: `words(lang)("raise-title")`; what stands in braces is given by name. */
export function words(lang: Lang): (key: string, given?: Record<string, string>) => string {
  const source = readFileSync(`../../translations/${lang}.ftl`, "utf8");
  const texts = new Map([...source.matchAll(/^([a-z][\w-]*) = (.+)$/gm)].map(([, key, text]) => [key, text]));
  return (key, given = {}) => {
    const text = texts.get(key);
    if (!text) throw new Error(`no text ${key} in ${lang}`);
    return text.replaceAll(/\{ \$(\w+) \}/g, (_, name: string) => given[name] ?? "");
  };
}

/** What a pack calls its acts and fields: `packWords("hotline", lang)("act.dispatch")`. */
export function packWords(pack: string, lang: Lang): (id: string) => string {
  const source = readFileSync(`../../packs/${pack}/pack.toml`, "utf8");
  const named = /^\[\[(act|field)\]\]\nid = "(\w+)"\n(?:name|label) = \{ zh = "([^"]+)", en = "([^"]+)" \}/gm;
  const texts = new Map([...source.matchAll(named)].map(([, what, id, zh, en]) => [`${what}.${id}`, { zh, en }]));
  return (id) => {
    const text = texts.get(id);
    if (!text) throw new Error(`the pack ${pack} names nothing ${id}`);
    return text[lang];
  };
}

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** More presses than any page has places to stop at. */
const TABS_MAX = 150;
/** Below this a picture is cut off. */
const PICTURE_PIXELS_MAX = 1300;
/** Who signed in before: signing in is limited, as it should be. */
const SIGNED_IN = new Map<string, Cookie[]>();

export const test = base.extend({
  baseURL: async ({}, use) => use(home()),
  page: async ({ page }, use) => {
    const faults: string[] = [];
    page.on("pageerror", (error) => faults.push(`script: ${error.message}`));
    page.on("console", (message) => {
      // A page that answers 404 or 422 is told as an error too; that is the test's own business.
      const isAnswer = message.text().startsWith("Failed to load") && message.location().url === page.url();
      if (message.type() === "error" && !isAnswer) faults.push(`console: ${message.text()} ${message.location().url}`);
    });
    page.on("request", (request) => {
      const url = request.url();
      if (!url.startsWith(home()) && /^https?:/.test(url)) faults.push(`request to another host: ${url}`);
    });
    await use(page);
    expect(faults, "nothing goes wrong behind the page").toEqual([]);
  },
});

/** Opens a page and sees that it is there, in the language, and no wider than the screen. */
export async function visit(page: Page, path: string, lang: Lang): Promise<void> {
  const url = new URL(path, home());
  url.searchParams.set("lang", lang);
  const answer = await page.goto(url.href);
  expect(answer?.status(), `${path} answers`).toBe(200);
  await isSound(page, lang);
}

/** The page is in the language, has one main heading, and is no wider than the screen. */
export async function isSound(page: Page, lang: Lang): Promise<void> {
  await expect(page.locator("html")).toHaveAttribute("lang", HTML_LANG[lang]);
  await expect(page.locator("h1")).toHaveCount(1);
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(wider, "pixels wider than the screen").toBeLessThanOrEqual(0);
}

/** No violation of the accessibility rules. Without JavaScript there is nothing to run them with. */
export async function axe(page: Page): Promise<void> {
  if (base.info().project.name === "nojs") return;
  await page.evaluate(AXE);
  const violations = await page.evaluate(async () => {
    const run = (window as unknown as { axe: typeof import("axe-core") }).axe;
    const { violations } = await run.run({ resultTypes: ["violations"] });
    return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html).join(" ")}`);
  });
  expect(violations, "accessibility rules").toEqual([]);
}

/** Takes a picture of the page for the documents: only for `make pictures`, so that tests change no file. */
export async function picture(page: Page, name: string, lang: Lang): Promise<void> {
  if (process.env.SIXIA_PICTURES !== "1" || base.info().project.name === "nojs") return;
  const width = page.viewportSize()?.width ?? 0;
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.screenshot({
    path: `../../docs/pictures/${name}-${width}-${lang}.png`,
    fullPage: true,
    clip: { x: 0, y: 0, width, height: Math.min(height, PICTURE_PIXELS_MAX) },
    animations: "disabled",
  });
}

/** Signs in as one of the demonstration's staff, with one press the first time and by its cookies later. */
export async function signIn(page: Page, person: string, lang: Lang): Promise<void> {
  const context = page.context();
  await context.clearCookies();
  const known = SIGNED_IN.get(person);
  if (known) {
    await context.addCookies(known);
    await visit(page, "/desk", lang);
    return;
  }
  await visit(page, "/sign-in", lang);
  await page.getByRole("button", { name: words(lang)("sign-in-as", { person }), exact: true }).click();
  await expect(page).toHaveURL(/\/desk/);
  await isSound(page, lang);
  SIGNED_IN.set(person, await context.cookies());
}

/** Goes to something with the Tab key alone. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let presses = 0; presses < TABS_MAX; presses += 1) {
    await page.keyboard.press("Tab");
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`the Tab key does not reach ${target}`);
}

function home(): string {
  const url = process.env.SIXIA_URL;
  if (!url) throw new Error("SIXIA_URL is not set: server.ts sets it");
  return url;
}
