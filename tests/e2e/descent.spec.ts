import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { Playground } from "./playground.ts";

const square = (lr: string, epochs = 100): string => `import torch
x = torch.tensor(2.0, requires_grad=True)
lr = ${lr}
for epoch in range(${epochs}):
    y = x ** 2
    y.backward()
    with torch.no_grad():
        x -= lr * x.grad
    x.grad.zero_()
`;

const line = `import torch
x = torch.tensor([1.0, 2.0, 3.0])
target = torch.tensor([4.0, 5.0, 6.0])
w = torch.zeros(1, requires_grad=True)
b = torch.zeros(1, requires_grad=True)
opt = torch.optim.SGD([w, b], lr=0.05)
for epoch in range(40):
    opt.zero_grad()
    loss = ((w * x + b - target) ** 2).mean()
    loss.backward()
    opt.step()
`;

const tab = (page: Page) => page.getByRole("tab", { name: "Descent" });
const slider = (page: Page) => page.getByRole("slider", { name: "Steps of the run" });
const here = (page: Page) => page.locator(".descent-here");
const start = (page: Page) => page.getByRole("button", { name: /^Start of the path/ });

/** The last row of the table behind the picture, cell by cell. */
async function lastRow(page: Page): Promise<string[]> {
  const table = page.locator(".descent-notes details");
  if ((await table.getAttribute("open")) === null) await table.getByText("Numbers").click();
  return table.locator("tbody tr").last().locator("td").allTextContents();
}

/** Where the start handle stands on the page. */
async function middleOf(page: Page): Promise<{ x: number; y: number }> {
  const box = await page.locator(".descent-start-ring").boundingBox();
  if (!box) throw new Error("there is no start");
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

test("x² from 2: the point walks down its own curve to 0.2652; a learning rate of 1.1 runs away and says so", async ({
  page,
}) => {
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  const playground = new Playground(page);
  await playground.open();
  await playground.run(square("0.01"));
  await tab(page).click();
  await expect(page.locator(".descent-curve")).toHaveCount(1);
  await expect(here(page)).toContainText("x = 0.2652");
  const [round, x] = await lastRow(page);
  expect(round).toBe("100");
  expect(Number(x)).toBeCloseTo(0.2652, 4);
  // Back to the middle of the first round: the gradient is known, its tangent and its step are drawn.
  await slider(page).focus();
  await page.keyboard.press("Home");
  await expect(here(page)).toContainText("x = 2");
  for (let i = 0; i < 12 && (await page.locator(".descent-tangent").count()) === 0; i++)
    await page.keyboard.press("ArrowRight");
  await expect(page.locator(".descent-facts")).toContainText("slope = gradient = 4");
  await expect(page.locator(".descent-facts")).toContainText("step = −0.04");
  await expect(page.locator(".descent-step")).toHaveCount(1);

  await playground.run(square("1.1", 60));
  await expect(page.locator(".descent-notes .is-warning")).toContainText("runs away");
  await expect(page.locator(".descent-curve")).toHaveCount(1);
  const [, far] = await lastRow(page);
  expect(Math.abs(Number(far))).toBeGreaterThan(1e4);
  expect(complaints).toEqual([]);
});

test("two parameters: a map with the path; scrubbing moves the point; dragging the start writes it into the program and runs it", async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.open();
  await playground.run(line);
  await tab(page).click();
  await expect(page.locator(".descent-band").nth(6)).toBeVisible();
  await expect(page.locator(".descent-picture .plot-name")).toHaveText(["w", "b"]);
  const end = await here(page).textContent();
  await slider(page).focus();
  await page.keyboard.press("Home");
  await expect(here(page)).toContainText("w = 0, b = 0");
  await page.keyboard.press("End");
  await expect(here(page)).toHaveText(end ?? "");

  const from = await middleOf(page);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + 60, from.y - 30, { steps: 6 });
  await page.mouse.up();
  await expect(playground.editor).toContainText(/w = torch\.tensor\(\[\d\.\d+\], requires_grad=True\)/);
  await expect(here(page)).not.toHaveText(end ?? "");
  // The path before stays as a ghost until it is sent away.
  await expect(page.locator(".key-ghost")).toHaveCount(1);
  await page.getByRole("button", { name: "Forget the path before" }).click();
  await expect(page.locator(".key-ghost")).toHaveCount(0);

  // By keyboard too.
  const before = await start(page).getAttribute("aria-label");
  await start(page).focus();
  await page.keyboard.press("Shift+ArrowLeft");
  await expect(start(page)).not.toHaveAttribute("aria-label", before ?? "");
  await expect(start(page)).toBeFocused();
});

test("six optimisers race from the same start; a slider turns one of them; the table has all their losses", async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.open();
  await playground.run(line);
  await tab(page).click();
  await page.getByRole("button", { name: "Race six optimisers" }).click();
  await expect(page.locator(".descent-other-point")).toHaveCount(6);
  const adam = page.locator(".racer").filter({ hasText: "Adam" }).last();
  const loss = adam.locator(".racer-loss");
  await expect(loss).not.toHaveText("…");
  const before = await loss.textContent();
  const rate = page.getByRole("slider", { name: "Adam: lr" });
  await rate.focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await expect(loss).not.toHaveText(before ?? "");
  // The same program's own optimiser is one of the six: it ends where the program ends.
  const row = await lastRow(page);
  expect(row.slice(-6).every((text) => Number.isFinite(Number(text)))).toBe(true);
  // All of them stand at the start when the cursor does.
  await slider(page).focus();
  await page.keyboard.press("Home");
  const places = await page
    .locator(".descent-other-point")
    .evaluateAll((points) => points.map((point) => `${point.getAttribute("cx")},${point.getAttribute("cy")}`));
  expect(new Set(places).size).toBe(1);
});

test("the surface turns by mouse and by keyboard, curves and fit move with the cursor, and no barrier that axe can see", async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.open();
  await playground.run(line);
  await tab(page).click();
  await page.getByRole("button", { name: "Surface" }).click();
  const surface = page.getByRole("group", { name: "The loss over w and b as a surface" });
  const picture = surface.locator("canvas");
  const pixels = (): Promise<string> => picture.evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
  await expect.poll(async () => (await pixels()).length).toBeGreaterThan(5_000);
  await expect(page.locator(".descent-progress")).toHaveCount(0);
  await page.waitForTimeout(300);
  const before = await pixels();
  await picture.hover();
  await page.mouse.down();
  await page.mouse.move(500, 300, { steps: 4 });
  await page.mouse.move(620, 320, { steps: 4 });
  await page.mouse.up();
  await expect.poll(pixels).not.toBe(before);
  const turned = await pixels();
  await surface.getByRole("button", { name: "Turn back" }).click();
  await expect.poll(pixels).not.toBe(turned);
  await page.waitForTimeout(300);
  const back = await pixels();
  await surface.focus();
  await page.keyboard.press("ArrowLeft");
  await expect.poll(pixels).not.toBe(back);
  await page.keyboard.press("Home");
  await expect.poll(pixels).toBe(back);

  // The curves: arrow keys move the cursor of the whole page, a click does too.
  const curves = page.getByRole("slider", { name: "Curves over the iterations" });
  await curves.focus();
  await page.keyboard.press("Home");
  await expect(curves).toHaveAttribute("aria-valuetext", "iteration 0 of 40");
  const fit = page.getByRole("region", { name: "The fit" }).first();
  const flat = await fit.locator(".fit-curve").first().getAttribute("d");
  for (let i = 0; i < 5; i++) await page.keyboard.press("ArrowRight");
  await expect(curves).toHaveAttribute("aria-valuetext", "iteration 5 of 40");
  await expect(fit.locator(".fit-curve").first()).not.toHaveAttribute("d", flat ?? "");
  await page.getByRole("button", { name: "gradient norm" }).click();
  await page.getByRole("button", { name: "w", exact: true }).click();
  await expect(page.locator(".curves .plot")).toHaveCount(3);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(", ")}`)).toEqual([]);
});

test("three parameters: the axes are chosen, by number or by direction, and say what they explain", async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.open();
  await playground.run(`import torch
a = torch.tensor(3.0, requires_grad=True)
b = torch.tensor(-2.0, requires_grad=True)
c = torch.tensor(1.0, requires_grad=True)
opt = torch.optim.Adam([a, b, c], lr=0.2)
for step in range(30):
    opt.zero_grad()
    loss = a ** 2 + 3 * b ** 2 + 0.5 * (a - c) ** 2
    loss.backward()
    opt.step()
`);
  await tab(page).click();
  await expect(page.locator(".descent-picture .plot-name").first()).toContainText(
    /main direction 1 \(\d+ % of the movement\)/,
  );
  await page.getByRole("combobox", { name: "Horizontal axis" }).selectOption({ label: "a" });
  await page.getByRole("combobox", { name: "Vertical axis" }).selectOption({ label: "b" });
  await expect(page.locator(".descent-picture .plot-name").first()).toContainText(/^a \(/);
  await expect(page.locator(".descent-picture .plot-name").last()).toContainText(/^b \(/);
  await expect(page.locator(".descent-band").nth(6)).toBeVisible();
  await page.getByRole("combobox", { name: "Vertical axis" }).selectOption({ label: "random direction 1" });
  await expect(page.locator(".descent-picture .plot-name").last()).toContainText("random direction 1");
  // The inside of Adam is told at the cursor.
  const inside = page.getByRole("region", { name: "Inside Adam" });
  await expect(inside).toContainText("step 30");
  await expect(inside.getByRole("row")).toHaveCount(8);
});

test("a program that decides by its values is run itself over the landscape, and says so; an op without a graph falls back to it too", async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.open();
  await playground.run(`import torch
x = torch.tensor(3.0, requires_grad=True)
y = torch.tensor(2.0, requires_grad=True)
for step in range(20):
    loss = x ** 2 + y ** 2
    if x > 1:
        loss = loss + 5 * (x - 1)
    loss.backward()
    with torch.no_grad():
        for p in (x, y):
            p -= 0.05 * p.grad
            p.grad = None
`);
  await tab(page).click();
  await expect(page.locator(".descent-notes")).toContainText(
    "every point of the landscape is a run of the program itself",
  );
  await expect(page.locator(".descent-band").nth(4)).toBeVisible();
  await expect(page.locator(".descent-progress")).toHaveCount(0, { timeout: 60_000 });
  // The learner's own run is still the one on the stage.
  await expect(playground.status).toContainText("Done");
  await expect(here(page)).toContainText(/x = 0\.\d+/);
  // What was recorded says nothing about other ways: nobody races on it.
  await page.getByRole("button", { name: "Race six optimisers" }).click();
  await expect(page.getByRole("region", { name: "Race six optimisers" })).toContainText("There is no race");
  await expect(page.locator(".descent-other-point")).toHaveCount(0);
});

test("a number read out of a tensor leaves no trace, but a landscape that would be wrong by it is noticed", async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.open();
  await playground.run(`import torch
x = torch.tensor(3.0, requires_grad=True)
for step in range(12):
    loss = x ** 2 if x.item() > 0 else 20 - x
    loss.backward()
    with torch.no_grad():
        x -= 0.1 * x.grad
    x.grad = None
`);
  await tab(page).click();
  await expect(page.locator(".descent-notes")).toContainText(
    "every point of the landscape is a run of the program itself",
  );
  await expect(page.locator(".descent-curve")).toHaveCount(1);
});
