import { expect, test } from "@playwright/test";
import { Playground } from "./playground.ts";

/** What a program might try from inside; each must fail, and fail for it alone. */
const attempts: Readonly<Record<string, string>> = {
  "fetch from our own server": "import js\njs.fetch('/')",
  "fetch from elsewhere": "import js\njs.fetch('https://example.com/')",
  "a socket": "import socket\nsocket.create_connection(('example.com', 80), timeout=1)",
  urllib: "import urllib.request\nurllib.request.urlopen('http://example.com/')",
  storage: "import js\nprint(js.localStorage)",
  "the page's document": "import js\nprint(js.document.title)",
  "JavaScript from text": "from pyodide.code import run_js\nrun_js('1')",
};

test("a program in the sandbox reaches nothing outside it", async ({ page, baseURL }) => {
  const strangers: string[] = [];
  const play = new Playground(page);
  await play.open();
  page.on("request", (request) => strangers.push(request.url()));
  for (const [what, code] of Object.entries(attempts)) {
    await play.run(`${code}\nprint('rea' + 'ched')\n`);
    await expect(play.output, what).not.toContainText("reached");
    await expect(play.output, what).toContainText(/Error/);
  }
  expect(strangers.filter((url) => !url.startsWith("blob:") && !url.startsWith(`${baseURL}/assets/`))).toEqual([]);
  expect(await page.title()).toMatch(/Autograd/);
});

test("names of one run are gone in the next, and torch is as new", async ({ page }) => {
  const play = new Playground(page);
  await play.open();
  await play.run("import torch\nleft = 1\ntorch.set_default_dtype(torch.float64)\ntorch.ones = None\n");
  await play.run("import torch\nprint(torch.tensor(1.5).dtype, 'left' in globals())\nprint(torch.ones(2))\n");
  await expect(play.output).toContainText("torch.float32 False");
  await expect(play.output).toContainText("tensor([1., 1.])");
});
