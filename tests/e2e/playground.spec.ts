import { expect, test } from "@playwright/test";
import { Playground } from "./playground.ts";

test("typing moves the graph to the program's new shape, values and gradients with it", async ({ page }) => {
  const play = new Playground(page);
  await play.open();
  await play.write(
    "import torch\nw = torch.tensor([1., 2.], requires_grad=True)\ny = (w * 3).sum()\ny.backward()\nprint(w.grad)\n",
  );
  await expect(play.output).toContainText("tensor([3., 3.])");
  await expect(play.nodes).toHaveCount(3);
  await page.keyboard.insertText("z = w.exp()\n");
  await expect(play.nodes).toHaveCount(4);
});

test("the first picture needs no Python, and typing before it is ready is not lost", async ({ page }) => {
  await page.route("**/python/**", async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await route.continue();
  });
  await page.goto("/");
  const play = new Playground(page);
  await expect(play.nodes).toHaveCount(5);
  await expect(play.status).not.toContainText("Python is ready");
  await play.write("print(6 * 7)\n");
  await expect(play.output).toContainText("42", { timeout: 90_000 });
});

test("a learner's own traceback, with its line and none of ours", async ({ page }) => {
  const play = new Playground(page);
  await play.open();
  await play.run("import torch\nx = torch.tensor([1., 2.], requires_grad=True)\nx.backward()\n");
  await expect(play.output).toContainText("grad can be implicitly created only for scalar outputs");
  await expect(play.output).toContainText('File "main.py", line 3');
  await expect(play.output).not.toContainText("<torch>");
  await page
    .getByRole("button", { name: /line 3/ })
    .first()
    .click();
  await expect(page.locator(".cm-activeLine")).toContainText("x.backward()");
});

for (const [what, code, said] of [
  ["a syntax error", "import torch\nx = torch.tensor(1.0\ny = 2\n", "SyntaxError"],
  ["an unknown module", "import pandas\n", "No module named 'pandas'"],
  [
    "NaN",
    "import torch\nx = torch.tensor(0.0, requires_grad=True)\ny = x / x\ny.backward()\nprint(y, x.grad)\n",
    "nan",
  ],
  ["infinity", "import torch\nx = torch.tensor(0.0, requires_grad=True)\nprint(1 / x)\n", "inf"],
  ["a missing function", "import torch\ntorch.fft.fft(torch.ones(3))\n", "module 'torch' has no attribute 'fft'"],
] as const) {
  test(`${what} gives a clear message and no blank page`, async ({ page }) => {
    const play = new Playground(page);
    await play.open();
    await play.run(code);
    await expect(play.output).toContainText(said);
    await expect(page.locator(".playground")).toBeVisible();
  });
}

test("under an error, what to do about it is in sight, in the reader's language", async ({ page }) => {
  await page.setViewportSize({ width: 1200, height: 640 });
  const playground = new Playground(page);
  await playground.open();
  await playground.run("import torch\na = torch.randn(2, 3)\nb = torch.randn(2, 3)\nprint(a @ b)\n");
  await expect(playground.output.getByText(/columns of a must equal the rows of b/)).toBeInViewport({ ratio: 1 });
  await page.getByRole("button", { name: "中文" }).click();
  await expect(playground.output.getByText(/列数等于 b 的行数/)).toBeInViewport({ ratio: 1 });
});

test("an empty program ends well", async ({ page }) => {
  const play = new Playground(page);
  await play.open();
  await play.write("");
  await page.keyboard.press("Delete");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(play.status).toContainText("Done");
  await expect(page.locator(".graph-empty")).toBeVisible();
});

test("Stop ends a loop that never ends, and the next program runs", async ({ page }) => {
  const play = new Playground(page);
  await play.open();
  for (const loop of [
    "while True: pass\n",
    "import torch\nx = torch.tensor(1.)\nwhile True:\n    try:\n        x = x * 1\n    except BaseException: pass\n",
  ]) {
    await play.write(loop);
    await page.keyboard.press("ControlOrMeta+Enter");
    const stop = page.getByRole("button", { name: "Stop", exact: true });
    await expect(stop).toBeVisible();
    await page.waitForTimeout(500);
    await stop.click();
    await expect(play.status).toContainText("Stopped");
    await play.run("print('alive')\n");
    await expect(play.output).toContainText("alive");
  }
});

test("what is typed survives a reload", async ({ page }) => {
  const play = new Playground(page);
  await play.open();
  await play.write("# mine\nprint('kept')\n");
  await expect(play.output).toContainText("kept");
  await page.reload();
  await expect(page.locator(".cm-content")).toContainText("# mine");
});

test("a program that came with a link waits for a click", async ({ page }) => {
  const play = new Playground(page);
  await play.open(`/#code=${encodeURIComponent("print('from a link')\n")}`);
  await expect(page.getByRole("dialog", { name: "This program came with a link" })).toBeVisible();
  await expect(page.locator(".cm-content")).toContainText("from a link");
  await page.waitForTimeout(1000);
  await expect(play.output).not.toContainText("from a link");
  await page.getByRole("button", { name: "Run it" }).click();
  await expect(play.output).toContainText("from a link");
});

test("100,000 printed lines keep the console quick; what is not shown is counted", async ({ page }) => {
  const play = new Playground(page);
  await play.open();
  await play.run("for i in range(100_000):\n    print(i)\n");
  await expect(play.output).toContainText("not shown");
  expect(await play.output.locator("*").count()).toBeLessThan(5000);
});

test("a graph of 10,000 nodes is folded and the page answers", async ({ page }) => {
  const play = new Playground(page);
  await play.open();
  await play.run(
    "import torch\nx = torch.tensor(1., requires_grad=True)\ny = x\nfor i in range(10_000):\n    y = y * 1.0001\ny.backward()\nprint(x.grad)\n",
  );
  await expect(play.output).toContainText("tensor(2.71");
  await expect(page.locator(".graph-notice")).toBeVisible();
  expect(await play.nodes.count()).toBeLessThan(100);
  await page.getByRole("tab", { name: "Table" }).click();
  await expect(page.getByRole("table")).toBeVisible();
});

test("a graph too large to lay out between two frames is laid out beside the page, and drawn", async ({ page }) => {
  const play = new Playground(page);
  await play.open();
  // One op on each line: nothing folds.
  const lines = Array.from({ length: 1500 }, (_, i) => `v${i + 1} = v${i} * 1.001`);
  const workers: string[] = [];
  page.on("worker", (worker) => workers.push(worker.url()));
  await play.run(`import torch\nv0 = torch.tensor(1., requires_grad=True)\n${lines.join("\n")}\nv1500.backward()\n`);
  await expect(page.locator('[data-key="leaf:v0"]')).toBeVisible();
  expect(workers.some((url) => url.includes("layout"))).toBe(true);
  // Only what is in sight is drawn, and every edge has its way.
  const drawn = await play.nodes.count();
  expect(drawn).toBeGreaterThan(3);
  expect(drawn).toBeLessThan(200);
  await expect(page.locator(".edges .edge").first()).toBeAttached();
});

test("a node and its source line light each other up; a click opens its details", async ({ page }) => {
  const play = new Playground(page);
  await play.open();
  const loss = play.node("loss");
  await loss.hover();
  await expect(page.locator(".cm-lit")).toContainText("loss = a + b");
  await page.locator(".cm-line", { hasText: "a = x * y" }).hover();
  await expect(play.node("a").first()).toHaveClass(/is-line/);
  await loss.click();
  const details = page.locator(".sheet");
  await expect(details).toContainText("AddBackward0");
  await expect(details.locator(".katex").first()).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(details).toBeHidden();
});

test("the picture goes back and forward in the run", async ({ page }) => {
  const play = new Playground(page);
  await play.open();
  await page.getByRole("button", { name: "First step" }).click();
  await expect(play.nodes).toHaveCount(0);
  await page.getByRole("button", { name: "One step forward" }).click();
  await expect(play.nodes).toHaveCount(1);
  await page.getByRole("button", { name: "Last step" }).click();
  await expect(play.nodes).toHaveCount(5);
});

test("the other language and the dark theme are a click away, and stay", async ({ page }) => {
  const play = new Playground(page);
  await play.open();
  await page.getByRole("button", { name: "中文" }).click();
  await expect(page.getByRole("button", { name: "运行", exact: true })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("button", { name: "运行", exact: true })).toBeVisible();
});

test("Play shows gradients travelling back, step by step, with their source line", async ({ page }) => {
  const play = new Playground(page);
  await play.open();
  await page.getByRole("combobox", { name: "Speed" }).selectOption("2");
  await page.getByRole("button", { name: "Play", exact: true }).click();
  await expect(page.locator(".pulse").first()).toBeVisible();
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  await expect(page.locator(".cm-lit")).toContainText("loss.backward()");
  await page.getByRole("button", { name: "Play", exact: true }).click();
  await expect(page.getByRole("button", { name: "One step forward" })).toBeDisabled();
  await expect(play.nodes).toHaveCount(5);
});

test("phases of a training loop are walked by keyboard", async ({ page }) => {
  const play = new Playground(page);
  await play.open();
  await play.run(
    "import torch\nx = torch.tensor(2., requires_grad=True)\nfor _ in range(3):\n    (x ** 2).backward()\n    with torch.no_grad():\n        x -= 0.1 * x.grad\n    x.grad.zero_()\n",
  );
  const slider = page.getByRole("slider", { name: "Steps of the run" });
  await slider.focus();
  await page.keyboard.press("PageUp");
  await page.keyboard.press("PageUp");
  await expect(page.locator(".transport-phase")).toHaveText("backward");
  await expect(page.locator(".cm-lit")).toContainText("backward()");
  await page.keyboard.press("Home");
  await expect(play.nodes).toHaveCount(0);
  await page.keyboard.press("End");
  await expect(page.locator(".transport-phase")).toHaveText("gradients cleared");
});
