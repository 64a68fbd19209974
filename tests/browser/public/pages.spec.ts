// Every public page that needs nothing but its address.
import { axe, expect, LANGS, picture, test, visit, words } from "../kit.ts";

const PAGES = {
  home: "/",
  matters: "/matters",
  map: "/map",
  "map of a place": "/map?place=370200000000",
  activities: "/activities",
  figures: "/figures",
  "figures of a place": "/figures?place=370202000000&show=received",
  nearby: "/nearby?q=路灯",
  programs: "/programs",
  program: "/programs/petition",
  track: "/track",
  "sign-in": "/sign-in",
  privacy: "/privacy",
  accessibility: "/accessibility",
};

const PICTURED = new Set(["home", "matters", "map", "figures", "program"]);

for (const lang of LANGS) {
  const t = words(lang);

  for (const [name, path] of Object.entries(PAGES)) {
    test(`${name} (${lang})`, async ({ page }) => {
      await visit(page, path, lang);
      await axe(page);
      if (PICTURED.has(name)) await picture(page, name, lang);
      await visit(page, `${path}${path.includes("?") ? "&" : "?"}size=large`, lang);
      await axe(page);
    });
  }

  test(`a published matter is found by its words and read (${lang})`, async ({ page }) => {
    await visit(page, "/matters", lang);
    await page.getByLabel(t("matters-search")).fill("路灯");
    await page.getByRole("main").getByRole("button", { name: t("look") }).click();
    const found = page.getByRole("main").locator("a[href^='/matters/']").first();
    const title = (await found.innerText()).trim();
    await found.click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
    await axe(page);
    await picture(page, "matter", lang);
  });

  test(`a place of the map leads to what is within it (${lang})`, async ({ page }) => {
    await visit(page, "/map", lang);
    const area = page.locator(".map-drawing a[href*='place=3702']").first();
    await area.focus();
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/place=3702/);
    await expect(page.locator(".map-drawing path")).toHaveCount(1);
  });

  test(`what is not there is said kindly (${lang})`, async ({ page }) => {
    const answer = await page.goto(`/matters/SX-2020-000001-00?lang=${lang}`);
    expect(answer?.status()).toBe(404);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(t("problem-not-found-title"));
    await axe(page);
  });
}
