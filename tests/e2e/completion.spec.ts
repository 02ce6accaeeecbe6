import { expect, type Page, test } from "@playwright/test";
import { Playground } from "./playground.ts";

const list = (page: Page) => page.getByRole("listbox");
const option = (page: Page, name: string) => list(page).getByRole("option", { name, exact: true });
const help = (page: Page) => page.getByRole("tooltip");

/** An empty program with the suggestions at hand. */
async function start(page: Page, code: string): Promise<Playground> {
  const playground = new Playground(page);
  const ready = page.waitForResponse(/assets\/editorAssist-/);
  await playground.open();
  await ready;
  await playground.write(code);
  return playground;
}

test("names of torch are suggested while they are typed, and explained when somebody points at them", async ({
  page,
}) => {
  const playground = await start(page, "import torch\n");
  await page.keyboard.type("x = torch.zer");
  await expect(option(page, "zeros")).toBeVisible();
  await expect(list(page).getByRole("option").first()).toHaveText("zeros");
  await expect(page.locator(".cm-completionInfo")).toContainText("A tensor of zeros.");
  await page.keyboard.press("Enter");
  await expect(playground.editor).toContainText("x = torch.zeros");
  await expect(list(page)).toHaveCount(0);

  // In the brackets: which argument this is, and the keywords that are left.
  await page.keyboard.type("(");
  await expect(help(page)).toContainText("torch.zeros(*size, dtype=None");
  await expect(help(page).locator(".cm-help-current")).toHaveText("*size");
  await page.keyboard.type("2, req");
  await expect(option(page, "requires_grad=")).toBeVisible();
  await page.keyboard.press("Tab");
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

  await page
    .getByText("zeros", { exact: true })
    .or(page.locator(".cm-line", { hasText: "zeros" }))
    .first()
    .hover({ position: { x: 90, y: 10 } });
  await expect(help(page)).toContainText("torch.zeros(*size");
  await expect(help(page)).toContainText("A tensor of zeros.");
});

test("a key shows the help of the name at the cursor; Tab indents when there is nothing to accept", async ({
  page,
}) => {
  const playground = await start(page, "import torch\ntorch.matmul");
  await page.keyboard.press("Control+Shift+Space");
  await expect(help(page)).toContainText("torch.matmul(input, other)");
  await expect(page.locator(".cm-announced")).toContainText("Matrix product");
  await page.keyboard.press("Escape");
  await expect(help(page)).toHaveCount(0);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await page.keyboard.type("y");
  await expect(playground.page.locator(".cm-line").last()).toHaveText("    y");
});

test("names that were tensors in the last run have a tensor's methods", async ({ page }) => {
  const playground = await start(page, "");
  await playground.run("import torch\ndef make():\n    return torch.ones(3)\na, b = make(), 1\nc = [make()][0]\n");
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.type("c.");
  await expect(option(page, "backward")).toBeVisible();
});

test("a Chinese reader is told in Chinese", async ({ page }) => {
  await page.addInitScript(() =>
    localStorage.setItem("autograd-playground:settings", JSON.stringify({ language: "zh" })),
  );
  await page.goto("/");
  const editor = page.locator(".cm-content");
  await expect(editor).toBeVisible();
  await page.waitForResponse(/assets\/editorAssist-/).catch(() => undefined);
  await editor.click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText("import torch\n");
  await page.keyboard.type("torch.zer");
  await expect(page.locator(".cm-completionInfo")).toContainText("全 0 的张量");
});
