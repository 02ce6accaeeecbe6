import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { Playground } from "./playground.ts";

async function expectNoBarrier(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(", ")}`)).toEqual([]);
}

for (const colorScheme of ["light", "dark"] as const) {
  for (const [device, viewport] of [
    ["desktop", { width: 1440, height: 900 }],
    ["phone", { width: 390, height: 844 }],
  ] as const) {
    test(`no barrier that axe can see: ${device}, ${colorScheme}`, async ({ browser, baseURL }) => {
      const context = await browser.newContext({ colorScheme, viewport, ...(baseURL ? { baseURL } : {}) });
      const page = await context.newPage();
      await page.goto("/");
      await expect(new Playground(page).nodes.first()).toBeVisible();
      await expect(page.locator(".cm-content")).toBeAttached();
      await expectNoBarrier(page);
      if (device === "phone") await page.getByRole("navigation").getByRole("button", { name: "Graph" }).click();

      // In the middle of the backward pass, with the chain rule below and the details of a leaf beside the picture.
      const slider = page.getByRole("slider", { name: "Steps of the run" });
      await slider.focus();
      await page.keyboard.press("PageUp");
      for (let i = 0; i < 4; i++) await page.keyboard.press("ArrowRight");
      await expect(page.getByRole("region", { name: "Chain rule" })).toContainText("in symbols");
      await page.locator('.node[data-key^="leaf:"]').first().click();
      await expect(page.locator(".sheet .inspector")).toBeVisible();
      await expectNoBarrier(page);
      await page.keyboard.press("Escape");
      await page.getByRole("tab", { name: "Ledger" }).click();
      await expect(page.locator(".ledger-account").first()).toBeVisible();
      await expectNoBarrier(page);
      await page.getByRole("tab", { name: "Descent" }).click();
      await expect(page.locator(".descent-none")).toBeVisible();
      await expectNoBarrier(page);
      await context.close();
    });
  }
}
