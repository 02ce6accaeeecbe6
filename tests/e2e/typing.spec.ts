import { expect, test } from "@playwright/test";

test("who types when the editor comes goes on typing in it", async ({ page }) => {
  // The editor comes when the test lets it.
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route("**/assets/Editor-*.js", async (route) => {
    await released;
    await route.continue();
  });
  await page.goto("/");
  const plain = page.locator("textarea.plain-editor");
  await plain.click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("first = 1\n");
  release();
  await expect(page.locator(".cm-content")).toBeFocused();
  await page.keyboard.type("second = 2");
  await expect(page.locator(".cm-content")).toContainText("first = 1");
  await expect(page.locator(".cm-line").nth(1)).toHaveText("second = 2");
});
