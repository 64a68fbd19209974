// The pages of staff: looked at with the accessibility rules, and gone through by keyboard.
import { axe, expect, isSound, LANGS, signIn, tabTo, test, visit, words } from "../kit.ts";

const OF_OPERATOR = ["/desk/matters", "/desk/register", "/desk/agenda", "/desk/lists/commitment", "/desk/account", "/desk/figures"];
const OF_ADMINISTRATOR = ["units", "units?unit=qd-hotline", "calendar", "packs", "accounts", "rehearsal"]
  .map((name) => `/desk/admin/${name}`)
  .concat("/desk/reveals");

for (const lang of LANGS) {
  const t = words(lang);

  for (const [person, pages] of Object.entries({ 赵敏: OF_OPERATOR, 管理员: OF_ADMINISTRATOR })) {
    test(`the pages of ${person} (${lang})`, async ({ page }) => {
      await signIn(page, person, lang);
      for (const path of pages) {
        await test.step(path, async () => {
          await visit(page, path, lang);
          await axe(page);
        });
      }
    });
  }

  test(`from the inbox into a matter and an act by keyboard alone (${lang})`, async ({ page }) => {
    await signIn(page, "赵敏", lang);
    await page.keyboard.press("/");
    await expect(page.getByLabel(t("desk-search-label"))).toBeFocused();
    const first = page.locator("[data-row] a").first();
    const title = await first.innerText();
    await tabTo(page, first);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
    await tabTo(page, page.locator(".action-bar a").first());
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1 })).not.toHaveText(title);
  });

  test(`whoever looks at a person says why (${lang})`, async ({ page }) => {
    await signIn(page, "赵敏", lang);
    const look = page.getByRole("link", { name: t("desk-reveal-named", { person: "" }) }).first();
    // Not everybody who raises a matter gives a name: the first one of the inbox in which somebody did.
    const matters = await page.locator("[data-row] a").evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).href));
    for (const matter of matters) {
      await page.goto(matter);
      if ((await look.count()) > 0) break;
    }
    await look.click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(t("reveal-title"));
    await axe(page);
    await page.getByRole("main").getByRole("textbox").first().fill("回电核实地址");
    await page.getByRole("main").getByRole("button").first().click();
    await expect(page.getByRole("main")).toContainText(/1\d{10}/);
  });

  // The queue of the demonstration is short: one matter leaves it in each language, by one of the two ways.
  test(`what waits for publication is ${lang === "zh" ? "published" : "kept back"} (${lang})`, async ({ page }) => {
    await signIn(page, "崔伟", lang);
    await visit(page, "/desk/moderation", lang);
    await axe(page);
    const [way, done] =
      lang === "zh" ? ["desk-publish", "desk-publish-done"] : ["desk-withhold", "desk-withhold-done"];
    const link = lang === "zh" ? "moderation-publish" : "desk-withhold";
    const number = page.locator("[data-row] .number").first();
    const first = await number.innerText();
    await page.getByRole("link", { name: `${t(link)} ${first}` }).click();
    await isSound(page, lang);
    if (lang === "en") await page.getByRole("main").getByRole("textbox").fill("猜得出是谁");
    await page.getByRole("main").getByRole("button", { name: t(way), exact: true }).click();
    await expect(page).toHaveURL(/\/desk\/moderation/);
    await expect(page.getByRole("status")).toHaveText(t(done));
    await expect(page.locator("[data-row]").filter({ hasText: first })).toHaveCount(0);
  });

  test(`a change of places is rehearsed before it is made (${lang})`, async ({ page }) => {
    await signIn(page, "管理员", lang);
    await visit(page, "/desk/admin/rehearsal", lang);
    await page.getByLabel(t("admin-rehearsal-place"), { exact: true }).check();
    await page.getByLabel(t("admin-rehearsal-place-from")).fill("370202000000");
    await page.getByLabel(t("admin-rehearsal-place-to")).fill("370203000000");
    await page.getByRole("main").getByRole("button", { name: t("admin-rehearsal-button") }).click();
    await isSound(page, lang);
    await expect(page.getByRole("main")).toContainText(t("admin-rehearsal-moves"));
    await axe(page);
  });

  test(`whoever is signed in elsewhere ends that (${lang})`, async ({ page }) => {
    await signIn(page, "赵敏", lang);
    await visit(page, "/desk/account", lang);
    await expect(page.getByText(t("account-session-this"), { exact: true })).toBeVisible();
    await axe(page);
  });

  test(`nobody enters the desk without signing in (${lang})`, async ({ page }) => {
    await page.goto(`/desk?lang=${lang}`);
    await expect(page).toHaveURL(/\/sign-in/);
  });
}
