import { expect, test } from "@playwright/test";
import { Playground } from "./playground.ts";

const program = `import torch
x = torch.tensor(2.0, requires_grad=True)
lr = 0.1
for epoch in range(3):
    y = x ** 2
    y.backward()
    with torch.no_grad():
        x -= lr * x.grad
    x.grad = None
print("lr", lr, "x", round(x.item(), 4))
`;

test("a number that matters has a slider beside its line: it rewrites the number and runs the program, and one undo takes it back", async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.open();
  await playground.run(program);
  await expect(playground.output).toContainText("lr 0.1 x 1.024");
  const rate = page.getByRole("slider", { name: /^lr/ });
  await expect(page.locator(".line-sliders input")).toHaveCount(3);
  await rate.focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await expect(playground.editor).not.toContainText("lr = 0.1f");
  await expect(playground.output).not.toContainText("lr 0.1 x 1.024");
  const turned = await playground.output.textContent();

  // By mouse, from one end to the other; what it turns is one step of the history.
  const box = await rate.boundingBox();
  if (!box) throw new Error("there is no slider");
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.7, box.y + box.height / 2, { steps: 5 });
  await page.mouse.move(box.x + box.width * 0.9, box.y + box.height / 2, { steps: 5 });
  await page.mouse.up();
  await expect(playground.output).not.toHaveText(turned ?? "");
  await page.locator(".cm-line").first().click();
  await page.keyboard.press("ControlOrMeta+z");
  await expect(playground.output).toHaveText(turned ?? "");
});
