import { expect, type Page, test } from "@playwright/test";
import { Playground } from "./playground.ts";

const program = `import torch
a = torch.tensor(2.0, requires_grad=True)
c = (a*3)*(a**2) + a
c.backward()
print(a.grad)
`;

const chain = (page: Page) => page.getByRole("region", { name: "Chain rule" });
const slider = (page: Page) => page.getByRole("slider", { name: "Steps of the run" });
const spoken = (page: Page) => page.locator(".transport-step");

test("by keyboard alone: every number of the backward pass stands on its node, in the formula, and is spoken", async ({
  page,
}) => {
  const complaints: string[] = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  const playground = new Playground(page);
  await playground.open();
  await playground.run(program);
  await slider(page).focus();
  // To the beginning of the backward pass: nothing has arrived anywhere.
  await page.keyboard.press("PageUp");
  await expect(page.locator(".gradient")).toHaveCount(0);

  /** What flows in each step (from, number, to), the op's own derivative, and the sum at the input once it is whole. */
  const flows = [
    { from: "c", to: "×", local: "1", sent: "1" },
    { from: "c", to: "a", local: "1", sent: "1" },
    { from: "×", to: "3 ×", local: "4", sent: "4" },
    { from: "×", to: "a²", local: "6", sent: "6" },
    { from: "a²", to: "a", local: "4", sent: "24" },
    { from: "3 ×", to: "a", local: "3", sent: "12" },
  ];
  let seen = 0;
  for (let i = 0; i < 20 && seen < flows.length; i++) {
    await page.keyboard.press("ArrowRight");
    const text = (await spoken(page).textContent()) ?? "";
    const sends = /sends (\S+) back to/.exec(text);
    if (!sends) continue;
    const flow = flows[seen++];
    if (!flow) break;
    expect(text).toContain(`${flow.from} sends ${flow.sent} back to ${flow.to}`);
    await expect(chain(page)).toContainText(`from ${flow.from} back to ${flow.to}`);
    await expect(chain(page).locator(".chain-number.is-local")).toHaveText(flow.local);
    await expect(chain(page).locator("dd.is-numbers .chain-row").first().locator(".chain-number").last()).toContainText(
      flow.sent,
    );
    await expect(
      page
        .locator(".edge-label")
        .filter({ hasText: new RegExp(`^\\+${flow.sent}$`) })
        .first(),
    ).toBeVisible();
  }
  expect(seen).toBe(flows.length);
  // The branches that meet at a are seen to add.
  await expect(page.locator('[data-key="leaf:a"]')).toContainText("1+24+12");
  await page.keyboard.press("ArrowRight");
  await expect(spoken(page)).toContainText("a.grad is now 37");
  await expect(chain(page)).toContainText("37");
  await expect(page.locator('[data-key="leaf:a"]')).toHaveAttribute("aria-label", /gradient 37/);

  // Scrubbing back takes it all away again.
  await page.keyboard.press("Home");
  await expect(playground.nodes).toHaveCount(0);
  await page.keyboard.press("End");
  await expect(page.locator('[data-key="leaf:a"]')).toHaveAttribute("aria-label", /gradient 37/);
  expect(complaints).toEqual([]);
});

test("the timeline is dragged", async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await playground.run(program);
  const box = await slider(page).boundingBox();
  if (!box) throw new Error("there is no timeline");
  const at = (share: number) => [box.x + 8 + share * (box.width - 16), box.y + box.height / 2] as const;
  await page.mouse.move(...at(1));
  await page.mouse.down();
  await page.mouse.move(...at(0.6), { steps: 5 });
  const middle = Number(await slider(page).inputValue());
  await page.mouse.move(...at(0.1), { steps: 5 });
  const early = Number(await slider(page).inputValue());
  await page.mouse.up();
  expect(middle).toBeGreaterThan(early);
  expect(early).toBeGreaterThan(0);
  await expect(page.locator(".gradient")).toHaveCount(0);
});

test(".grad accumulates over two passes, the ledger says so, and zero_ empties it", async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await playground.run(`import torch
x = torch.tensor(3.0, requires_grad=True)
y = x ** 2
y.backward(retain_graph=True)
y.backward()
x.grad.zero_()
`);
  await expect(playground.node("x")).toHaveAttribute("aria-label", /gradient 0/);
  await slider(page).focus();
  const gradients: string[] = [];
  await page.keyboard.press("Home");
  const end = Number(await slider(page).getAttribute("max"));
  for (let i = 0; i < end; i++) {
    await page.keyboard.press("ArrowRight");
    const text = (await spoken(page).textContent()) ?? "";
    const stored = /x\.grad is now (\S+)/.exec(text)?.[1];
    if (!stored) continue;
    gradients.push(stored);
    if (stored === "12") await expect(chain(page)).toContainText(/6\s*\+\s*▲ 6\s*=\s*▲ 12/);
  }
  expect(gradients).toEqual(["6", "12"]);
  await page.getByRole("tab", { name: "Ledger" }).click();
  const rows = page.locator(".ledger tbody tr");
  await expect(rows).toHaveCount(3);
  await expect(rows.nth(1)).toContainText("backward no. 2");
  await expect(rows.nth(1)).toContainText("12");
  await expect(rows.nth(2)).toContainText("set to zero");
  // A number of the ledger leads to its step.
  await rows.nth(0).getByRole("button").click();
  await expect(spoken(page)).toContainText("x.grad is now 6");
});

test("a missing zero_grad is pointed out", async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await playground.run(`import torch
w = torch.tensor(2.0, requires_grad=True)
for step in range(3):
    loss = (w - 1) ** 2
    loss.backward()
    with torch.no_grad():
        w -= 0.1 * w.grad
`);
  await page.getByRole("tab", { name: "Ledger" }).click();
  await expect(page.locator(".ledger-warning")).toContainText("zero_grad()");
  await expect(page.locator(".ledger-mark")).toHaveCount(2);
  await expect(spoken(page)).toContainText("pass 3 of 3");
});

test("where no_grad cuts the graph no gradient passes, and the leaf says why", async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await playground.run(`import torch
w = torch.tensor(2.0, requires_grad=True)
with torch.no_grad():
    d = w * 3
b = torch.tensor(1.0, requires_grad=True)
y = d * b
y.backward()
`);
  await expect(page.locator(".edges .edge-cut")).toHaveCount(1);
  await expect(playground.node("b")).toHaveAttribute("aria-label", /gradient 6/);
  await expect(playground.node("w")).not.toHaveAttribute("aria-label", /gradient \d/);
  await playground.node("w").click();
  await expect(page.locator(".why")).toContainText("cut at line 4");
  await expect(playground.node("d")).toHaveClass(/is-pointed-out/);
});

test("a second backward shows what the first has freed", async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await playground.run(`import torch
x = torch.tensor(3.0, requires_grad=True)
y = torch.sin(x) * x
y.backward()
y.backward()
`);
  await expect(page.locator(".health")).toContainText("line 4 freed");
  await expect(page.locator(".node.is-pointed-out")).toHaveCount(2);
});

test("finite differences agree with the backward pass", async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await playground.run(program);
  await page.locator('[data-key="leaf:a"]').click();
  const sheet = page.locator(".sheet");
  await expect(sheet.locator(".chain-paths li")).toHaveCount(3);
  await sheet.getByRole("button", { name: "Check by finite differences" }).click();
  await expect(sheet.locator(".chain-table .is-close")).toHaveCount(1);
  await expect(sheet.locator(".chain-table .is-apart")).toHaveCount(0);
});

test("a residual network of more than a thousand nodes opens in a few boxes and unfolds", async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await playground.run(`import torch
from torch import nn
class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(2, 2)
        self.b = nn.Linear(2, 2)
    def forward(self, x):
        return torch.relu(self.b(torch.relu(self.a(x)))) + x
net = nn.Sequential(*[nn.Sequential(*[Block() for _ in range(19)]) for _ in range(8)])
loss = net(torch.ones(1, 2)).sum()
loss.backward()
`);
  const notice = page.locator(".graph-notice");
  await expect(notice).toContainText(/1,\d\d\d operations in (\d|[1-3]\d) boxes/);
  // A picture that eases to its new shape still shows what is leaving.
  const still = expect(page.locator(".graph.is-easing"));
  await still.toHaveCount(0);
  const before = await playground.nodes.count();
  expect(before).toBeLessThan(40);
  const closed = page.locator('.node[data-key^="fold:"]').first();
  await closed.locator(".fold-handle").click();
  await expect(playground.nodes).not.toHaveCount(before);
  await page.locator(".frame-handle").first().click();
  await expect(playground.nodes).toHaveCount(before);
});

test("a NaN is traced to the op, line and pass where it began", async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await playground.run(`import torch
w = torch.tensor(0.5, requires_grad=True)
for step in range(4):
    y = torch.log(1 - w)
    y.backward()
    with torch.no_grad():
        w += 0.4
    w.grad = None
`);
  const note = page.locator(".health");
  await expect(note).toContainText("The first nan came out of log, line 4. Pass 3 of the loop.");
  await note.getByRole("button", { name: "Show" }).click();
  await expect(spoken(page)).toContainText("nan");
  await expect(playground.node("y")).toHaveClass(/is-pointed-out/);
});
