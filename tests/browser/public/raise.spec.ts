// A person raises a matter, without an account, and follows it.
import type { Page } from "@playwright/test";
import { axe, expect, isSound, LANGS, packWords, picture, tabTo, test, visit, words } from "../kit.ts";

const TITLE = "小区门口路灯三天不亮";
const TEXT = "晚上老人孩子都要摸黑走路，希望尽快修好。";
const PLACE = { zh: "八大峡", en: "Badaxia" };

for (const lang of LANGS) {
  const t = words(lang);
  const hotline = packWords("hotline", lang);
  const press = (page: Page, key: string) => page.getByRole("main").getByRole("button", { name: t(key) }).first().click();
  const headline = (page: Page) => page.getByLabel(t("raise-headline"));

  async function write(page: Page): Promise<void> {
    await visit(page, "/raise", lang);
    await page.getByLabel(t("raise-place-search")).fill(PLACE[lang]);
    await press(page, "raise-next-level");
    await page.locator("[name=found]").first().check();
    await press(page, "raise-next-level");
    await page.getByLabel(t("raise-category")).selectOption({ index: 1 });
    await headline(page).fill(TITLE);
    await page.getByLabel(t("raise-text")).fill(TEXT);
    await page.getByRole("group", { name: hotline("field.type") }).getByRole("radio").first().check();
  }

  test(`what is missing is said, and nothing typed is lost (${lang})`, async ({ page }) => {
    await visit(page, "/raise", lang);
    await axe(page);
    await headline(page).fill(TITLE);
    await press(page, "raise-check");
    await expect(page.getByRole("alert")).toContainText(t("form-summary-title"));
    await expect(headline(page)).toHaveValue(TITLE);
    await isSound(page, lang);
    await axe(page);
  });

  test(`raise, look at the receipt, follow, add (${lang})`, async ({ page, context }) => {
    await write(page);
    await axe(page);
    await picture(page, "raise", lang);
    await press(page, "raise-check");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(t("check-title"));
    await isSound(page, lang);
    await axe(page);
    await press(page, "check-send");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(t("done-title"));
    await isSound(page, lang);
    await axe(page);
    await picture(page, "receipt", lang);
    const [number, secret] = await page.locator(".receipt__number").allInnerTexts();

    await context.clearCookies();
    await visit(page, "/track", lang);
    await page.getByLabel(t("track-number")).fill(number);
    await page.getByLabel(t("track-secret")).fill(secret.toLowerCase());
    await press(page, "track-show");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(TITLE);
    await isSound(page, lang);
    await axe(page);
    await page.getByLabel(t("case-add-text")).fill("今晚还是不亮。");
    await press(page, "case-add-button");
    await expect(page.locator("#said").getByText("今晚还是不亮。")).toBeVisible();
  });

  test(`a wrong secret opens nothing (${lang})`, async ({ page }) => {
    await visit(page, "/track", lang);
    await page.getByLabel(t("track-number")).fill("SX-2026-031842-08");
    await page.getByLabel(t("track-secret")).fill("7Q4M-9XKD-2HVT");
    await press(page, "track-show");
    await expect(page.getByRole("alert")).toBeVisible();
    await expect(page).toHaveURL(/\/track$/);
  });

  test(`raise with the keyboard alone (${lang})`, async ({ page }) => {
    await visit(page, "/", lang);
    await tabTo(page, page.getByRole("main").getByRole("link", { name: t("home-raise-now") }));
    await page.keyboard.press("Enter");
    await tabTo(page, headline(page));
    await page.keyboard.type(TITLE);
    await tabTo(page, page.getByRole("button", { name: t("raise-check") }));
    await page.keyboard.press("Enter");
    await expect(page.getByRole("alert")).toBeVisible();
    await expect(headline(page)).toHaveValue(TITLE);
  });
}
