import { defineConfig } from "@playwright/test";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true };
const desk = { viewport: { width: 1280, height: 900 } };

export default defineConfig({
  testDir: ".",
  outputDir: "../../test-results/browser",
  globalSetup: "./server.ts",
  // Two cores: the server and one browser.
  workers: 1,
  forbidOnly: true,
  timeout: 60_000,
  reporter: "list",
  use: {
    launchOptions: { executablePath: chromium() },
    actionTimeout: 15_000,
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
    timezoneId: "Asia/Shanghai",
  },
  projects: [
    { name: "phone-390", use: phone },
    { name: "desktop-1280", use: desk },
    // What the public does must work without JavaScript; staff pages are not asked to.
    { name: "nojs", use: { ...phone, javaScriptEnabled: false }, testDir: "./public" },
  ],
});

/** The system's own Chromium: the tests bring no browser along. */
function chromium(): string {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const programs = ["chromium", "chromium-browser", "google-chrome"];
  const found = programs.flatMap((name) => folders.map((folder) => join(folder, name))).find(isProgram);
  if (!found) throw new Error("no Chromium on the path: run `cargo xtask setup`");
  return found;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
