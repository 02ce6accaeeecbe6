import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { Playground } from "./playground.ts";

const losses = `import torch
import matplotlib.pyplot as plt
x = torch.tensor(2.0, requires_grad=True)
losses = []
for epoch in range(20):
    y = x ** 2
    y.backward()
    losses.append(y.item())
    with torch.no_grad():
        x -= 0.1 * x.grad
    x.grad.zero_()
plt.plot(losses, "o-", label="loss")
plt.axhline(1, ls="--", color="k", label="one")
plt.xlabel("epoch")
plt.ylabel("loss")
plt.title("Training")
plt.legend()
plt.grid(True)
plt.show()
`;

const tab = (page: Page) => page.getByRole("tab", { name: "Plots" });

test("a program plots its losses: the tab appears, hovering reads them, a table has them all", async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await expect(tab(page)).toHaveCount(0);
  await playground.run(losses);
  await expect(page.getByRole("tab")).toHaveText(["Graph", "Descent", "Table", "Ledger", "Plots"]);
  // The keyboard goes round through it.
  await page.getByRole("tab", { name: "Graph" }).focus();
  await page.keyboard.press("ArrowLeft");
  await expect(tab(page)).toHaveAttribute("aria-selected", "true");
  const plot = page.getByRole("img", { name: "Training: loss" });
  await expect(plot).toBeVisible();
  await expect(page.getByRole("list", { name: "Legend" })).toHaveText(/loss.*one/);
  const box = await plot.boundingBox();
  if (!box) throw new Error("the plot has no place");
  await page.mouse.move(box.x + 70, box.y + 30);
  await expect(page.locator(".plots-readout")).toHaveText(/loss\s*epoch\s*0\s*loss\s*4/);
  await page.getByText("Numbers").click();
  await expect(page.getByRole("row")).toHaveCount(21);
  await expect(page.getByRole("row").nth(1)).toHaveText(/1\s*0\s*4/);
  // It obeys the cursor.
  await page.getByRole("slider", { name: "Steps of the run" }).focus();
  await page.keyboard.press("Home");
  await expect(page.getByText("No figure has been shown by this step yet.")).toBeVisible();
  await page.keyboard.press("End");
  await expect(plot).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(", ")}`)).toEqual([]);
});

test("several figures stand newest first, each with its line; without figures the tab goes away", async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await playground.run(`import torch
import matplotlib.pyplot as plt
for i in range(2):
    plt.plot(torch.arange(4) * i)
    plt.show()
fig, ax = plt.subplots(1, 2)
ax[0].imshow(torch.rand(8, 8))
ax[1].hist(torch.randn(100), bins=10)
`);
  await tab(page).click();
  await expect(page.locator(".plots-figure h2")).toHaveText(["Figure 3", "Figure 2", "Figure 1"]);
  await expect(page.locator(".plots-line")).toHaveText(["line 8", "line 5", "line 5"]);
  await page.getByRole("img", { name: "image" }).hover();
  await expect(page.locator(".plots-readout")).toContainText(/value\s*0/);
  await playground.run("import torch\nx = torch.ones(2, requires_grad=True)\ny = x * 2\n");
  await expect(tab(page)).toHaveCount(0);
  await expect(page.getByRole("tab", { name: "Graph" })).toHaveAttribute("aria-selected", "true");
});

test("a program that only plots shows its figures, and one with a graph its graph", async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await playground.run(
    "import numpy as np\nimport matplotlib.pyplot as plt\nplt.plot(np.arange(4) ** 2)\nplt.show()\n",
  );
  await expect(tab(page)).toHaveAttribute("aria-selected", "true");
  await expect(page.locator(".plots-figure")).toBeVisible();
  await playground.run(losses);
  await expect(page.getByRole("tab", { name: "Graph" })).toHaveAttribute("aria-selected", "true");
  await expect(tab(page)).toBeVisible();
});
