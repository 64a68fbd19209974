// The main job: a person raises a matter; it reaches the unit that must answer; it is answered; the person says how it went.
import type { Page } from "@playwright/test";
import { axe, expect, isSound, LANGS, packWords, picture, signIn, test, visit, words } from "../kit.ts";

const TITLE = "八大峡小区门口下雨就积水";
const REPLY = "已清通雨水井三处，今晨复查不再积水。汛期每周再查一次。";

for (const lang of LANGS) {
  const t = words(lang);
  const hotline = packWords("hotline", lang);
  const main = (page: Page) => page.getByRole("main");

  async function raise(page: Page): Promise<{ number: string; secret: string }> {
    await visit(page, "/raise?kind=hotline&category=urban.drainage&place=370202000000", lang);
    await page.getByLabel(t("raise-headline")).fill(TITLE);
    await page.getByLabel(t("raise-text")).fill("每次下雨水都没过脚面，老人出不了门。");
    await page.getByRole("group", { name: hotline("field.type") }).getByRole("radio").first().check();
    await page.getByLabel(t("raise-phone")).fill("13800138000");
    await main(page).getByRole("button", { name: t("raise-check") }).click();
    await main(page).getByRole("button", { name: t("check-send") }).click();
    const [number, secret] = await page.locator(".receipt__number").allInnerTexts();
    return { number, secret };
  }

  /** A whole number in the search leads straight to its matter. */
  async function open(page: Page, number: string): Promise<void> {
    await page.getByLabel(t("desk-search-label")).fill(number);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(TITLE);
  }

  /** Does one act of the program, with what its form asks. */
  async function act(page: Page, id: string, fill: (page: Page) => Promise<void> = async () => {}): Promise<void> {
    await page.getByRole("link", { name: hotline(`act.${id}`), exact: true }).first().click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(hotline(`act.${id}`));
    await isSound(page, lang);
    await axe(page);
    await fill(page);
    await main(page).getByRole("button", { name: hotline(`act.${id}`) }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(TITLE);
  }

  test(`from raised to rated (${lang})`, async ({ page }) => {
    test.slow();
    const { number, secret } = await raise(page);

    await signIn(page, "赵敏", lang);
    await axe(page);
    await picture(page, "desk-inbox", lang);
    await open(page, number);
    await act(page, "dispatch");

    await signIn(page, "王涛", lang);
    await open(page, number);
    await act(page, "sign");
    await act(page, "contact", (form) => form.getByLabel(hotline("field.contact_note")).fill("已电话联系，约定今晨现场查看。"));
    await axe(page);
    await picture(page, "desk-matter", lang);
    await act(page, "draft", async (form) => {
      await form.getByLabel(hotline("field.result")).fill(REPLY);
      await form.getByRole("group", { name: hotline("field.outcome") }).getByRole("radio").first().check();
      await form.getByLabel(hotline("field.basis")).fill("《城镇排水与污水处理条例》第十七条");
    });

    await signIn(page, "刘颖", lang);
    await open(page, number);
    await act(page, "approve");
    await act(page, "send");

    await page.context().clearCookies();
    await visit(page, "/track", lang);
    await page.getByLabel(t("track-number")).fill(number);
    await page.getByLabel(t("track-secret")).fill(secret);
    await main(page).getByRole("button", { name: t("track-show") }).click();
    await expect(page.getByText(REPLY)).toBeVisible();
    await isSound(page, lang);
    await axe(page);
    await picture(page, "case", lang);
    for (const question of ["answered", "solved", "satisfied"]) {
      await page.getByRole("group", { name: hotline(`field.${question}`) }).getByLabel(t("answer-yes")).check();
    }
    await main(page).getByRole("button", { name: hotline("act.rate") }).click();
    await expect(page.getByRole("status")).toHaveText(t("case-done"));
  });
}
