// The library: found by a word, read in plain words and article by article, compared, tried on oneself.
import { axe, expect, LANGS, picture, test, visit, words } from "../kit.ts";

for (const lang of LANGS) {
  const t = words(lang);

  test(`a policy is found by a word and read at the very article (${lang})`, async ({ page }) => {
    await visit(page, "/policies", lang);
    await axe(page);
    await picture(page, "policies", lang);
    await page.getByLabel(t("policies-search")).fill("补发 六个月");
    await page.getByRole("main").getByRole("button", { name: t("look") }).click();
    await axe(page);
    await page.getByRole("main").getByRole("link", { name: "第六条" }).first().click();
    await expect(page).toHaveURL(/#article-6$/);
    await expect(page.locator("#article-6 mark").first()).toBeVisible();
    await expect(page.getByRole("heading", { name: t("policy-summary") })).toBeVisible();
    await axe(page);
    await picture(page, "policy", lang);
  });

  test(`what a version changed is public, and the old one stays (${lang})`, async ({ page }) => {
    await visit(page, "/policies?q=高龄津贴发放办法", lang);
    await page.getByRole("main").getByRole("link", { name: "演示城市高龄津贴发放办法" }).first().click();
    await page.getByRole("link", { name: t("policy-compare") }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(t("changes-title"));
    await expect(page.locator("ins", { hasText: "五十元" }).first()).toBeVisible();
    await axe(page);
    await picture(page, "policy-changes", lang);
    await page.goBack();
    await page.locator("#versions").getByRole("link", { name: t("policies-version", { n: "1" }), exact: true }).click();
    await expect(page.getByText(t("policy-older", { shown: "1", present: "2" }))).toBeVisible();
    await axe(page);
  });

  test(`whether one may is told and forgotten (${lang})`, async ({ page }) => {
    await visit(page, "/policies?q=高龄津贴发放办法", lang);
    await page.getByRole("main").getByRole("link", { name: "演示城市高龄津贴发放办法" }).first().click();
    await page.getByRole("link", { name: t("can-i-start") }).click();
    await axe(page);
    await page.getByRole("button", { name: t("can-i-button") }).click();
    await expect(page.getByRole("heading", { name: t("form-summary-title") })).toBeVisible();
    await axe(page);
    await page.locator("[name='a.age']").fill("83");
    await page.locator("[name='a.local'][value='yes']").check();
    await page.locator("[name='a.paid'][value='no']").check();
    await page.getByRole("button", { name: t("can-i-button") }).click();
    await expect(page.locator("#answer")).toContainText("150");
    await axe(page);
    await picture(page, "can-i", lang);
    await page.locator("#answer").getByRole("link", { name: "第三条" }).click();
    await expect(page).toHaveURL(/#article-3$/);
    await page.goto(page.url().replace("#article-3", "/can-i"));
    await expect(page.locator("[name='a.age']")).toHaveValue("");
  });

  test(`a question about a policy begins with what it is about (${lang})`, async ({ page }) => {
    await visit(page, "/policies?q=高龄津贴发放办法", lang);
    await page.getByRole("main").getByRole("link", { name: "演示城市高龄津贴发放办法" }).first().click();
    await expect(page.locator("#questions .said--letter").first()).toContainText("照发不误");
    await page.locator("#questions").getByRole("link", { name: t("policy-ask"), exact: true }).click();
    await expect(page.locator("[name='title']")).toHaveValue(/高龄津贴发放办法/);
    await expect(page.locator("[name='about']")).toHaveValue(/^ZC-/);
    await axe(page);
  });
}
