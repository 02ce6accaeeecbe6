import { expect, test } from "@playwright/test";

test("the first page paints, complains of nothing and asks no other host for anything", async ({ page, baseURL }) => {
  const complaints: string[] = [];
  const strangers: string[] = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("request", (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol.startsWith("http") && origin !== baseURL) strangers.push(request.url());
  });

  await page.goto("/");
  await expect(page).toHaveTitle(/Autograd/i);
  await expect(page.locator('svg[aria-roledescription="computation graph"]')).toBeVisible();
  // At least a leaf, an op and a result, drawn from the recorded trace.
  expect(await page.locator('[role="graphics-symbol"]').count()).toBeGreaterThanOrEqual(3);

  expect(complaints).toEqual([]);
  expect(strangers).toEqual([]);
});
