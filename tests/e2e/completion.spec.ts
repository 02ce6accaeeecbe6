import { expect, type Locator, type Page, test } from "@playwright/test";
import { Playground } from "./playground.ts";

const list = (page: Page): Locator => page.getByRole("listbox");
const option = (page: Page, name: string): Locator => list(page).getByRole("option", { name, exact: true });
const help = (page: Page): Locator => page.getByRole("tooltip");

/** A program in the editor, the cursor at its end and suggestions at hand. */
async function start(page: Page, code: string, path = "/"): Promise<Playground> {
  const playground = new Playground(page);
  const ready = page.waitForResponse(/assets\/editorAssist-/);
  await page.goto(path);
  await ready;
  await page.locator(".cm-content").click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(code);
  return playground;
}

test("names of torch are suggested while they are typed, and explained when somebody points at them", async ({
  page,
}) => {
  const playground = await start(page, "import torch\n");
  await page.keyboard.type("x = torch.zer");
  await expect(list(page).getByRole("option").first()).toHaveText("zeros");
  await expect(page.locator(".cm-completionInfo").getByText("A tensor of zeros.")).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(playground.editor).toContainText("x = torch.zeros");
  await expect(list(page)).toHaveCount(0);

  // In the brackets: which argument this is, and the keywords that are left.
  await page.keyboard.type("(");
  await expect(help(page)).toContainText("torch.zeros(*size, dtype=None");
  await expect(help(page).locator(".cm-help-current")).toHaveText("*size");
  await page.keyboard.type("2, req");
  await option(page, "requires_grad=").click();
  await expect(help(page).locator(".cm-help-current")).toHaveText("requires_grad=False");
  await page.keyboard.type("True");
  await page.keyboard.press("Escape");
  await expect(help(page)).toHaveCount(0);
  await expect(playground.editor).toContainText("x = torch.zeros(2, requires_grad=True)");

  // What a variable is follows from the text.
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await page.keyboard.type("x.requ");
  await expect(option(page, "requires_grad_")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(list(page)).toHaveCount(0);

  // The name stands in the middle of its line: letters 10 to 14.
  const place = await page.locator(".cm-line", { hasText: "zeros" }).evaluate((line) => {
    const range = document.createRange();
    const words = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    while (words.nextNode()) if (words.currentNode.textContent?.includes("zeros")) range.selectNode(words.currentNode);
    const { right, top, height } = range.getBoundingClientRect();
    return { x: right, y: top + height / 2 };
  });
  expect(place.y).toBeGreaterThan(0);
  for (let x = place.x; (await help(page).count()) === 0 && x > 0; x -= 15) {
    await page.mouse.move(x, place.y);
    await help(page)
      .filter({ hasText: "torch.zeros(*size" })
      .waitFor({ timeout: 1_500 })
      .catch(() => undefined);
  }
  await expect(help(page)).toContainText("torch.zeros(*size");
  await expect(help(page)).toContainText("A tensor of zeros.");
});

test("a key shows the help of the name at the cursor; Tab indents when there is nothing to accept", async ({
  page,
}) => {
  await start(page, "import torch\ntorch.matmul");
  await page.keyboard.press("Control+Shift+Space");
  await expect(help(page)).toContainText("torch.matmul(input, other)");
  await expect(page.locator(".cm-announced")).toContainText("Matrix product");
  await page.keyboard.press("Escape");
  await expect(help(page)).toHaveCount(0);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await page.keyboard.type("y");
  await expect(page.locator(".cm-line").last()).toHaveText("    y");
});

test("an input method is not interrupted", async ({ page }) => {
  const playground = await start(page, "import torch\n");
  const client = await page.context().newCDPSession(page);
  await client.send("Input.imeSetComposition", { text: "pri", selectionStart: 3, selectionEnd: 3 });
  await expect(playground.editor).toContainText("pri");
  await page.waitForTimeout(500);
  await expect(list(page)).toHaveCount(0);
});

test("names that were tensors in the last run have a tensor's methods", async ({ page }) => {
  const playground = await start(page, "");
  await expect(playground.status).toContainText("Python is ready", { timeout: 90_000 });
  await playground.run("import torch\ndef make():\n    return torch.ones(3)\nc = [make()][0]\n");
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.type("c.");
  await expect(option(page, "backward")).toBeVisible();
});

test("a Chinese reader is told in Chinese", async ({ page }) => {
  await start(page, "import torch\n", "/?lang=zh");
  await page.keyboard.type("torch.zer");
  await expect(page.getByRole("listbox", { name: "补全建议" })).toBeVisible();
  await expect(page.locator(".cm-completionInfo")).toContainText("全 0 的张量");
});
