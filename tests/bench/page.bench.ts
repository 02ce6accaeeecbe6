import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { extname } from "node:path";
import { type Browser, chromium, type Page } from "@playwright/test";
import { preview } from "vite";
import { tabulate } from "./ratio.ts";

/** Another program of the same shape at every edit: twenty ops and a backward pass. */
const program = (n: number): string =>
  `import torch\nx = torch.tensor(${n}.5, requires_grad=True)\ny = x\n${"y = y * 1.1 + 0.5\n".repeat(10)}y.backward()\n`;

const visits = 5;
const edits = 40;

const bareWorker = `
import { loadPyodide } from "/bare/pyodide.mjs";
const start = performance.now();
loadPyodide({ indexURL: "/bare/" }).then(
  (py) => { py.runPython("1"); postMessage(performance.now() - start); },
  (error) => postMessage(String(error)),
);`;

/** Pyodide alone, in a worker of our own origin: the least that Python in a page can cost (ms). */
async function bare(page: Page): Promise<number> {
  await page.route("**/bare/**", (route) => {
    const name = new URL(route.request().url()).pathname.slice("/bare/".length);
    if (name === "worker.js") return route.fulfill({ contentType: "text/javascript", body: bareWorker });
    if (name === "") return route.fulfill({ contentType: "text/html", body: "<!doctype html><title>bare</title>" });
    const types: Readonly<Record<string, string>> = {
      ".js": "text/javascript",
      ".mjs": "text/javascript",
      ".wasm": "application/wasm",
      ".json": "application/json",
    };
    return route.fulfill({
      contentType: types[extname(name)] ?? "application/octet-stream",
      body: readFileSync(`node_modules/pyodide/${name}`),
    });
  });
  await page.goto("/bare/");
  const ms = await page.evaluate(
    () =>
      new Promise<number | string>((resolve) => {
        const worker = new Worker("/bare/worker.js", { type: "module" });
        worker.onmessage = ({ data }) => resolve(data);
        worker.onerror = ({ message }) => resolve(message);
      }),
  );
  if (typeof ms === "string") throw new Error(`bare Pyodide did not start: ${ms}`);
  return ms;
}

/** From the first byte that is asked for until Python answers in the sandbox (ms). */
async function sandboxed(page: Page): Promise<number> {
  await page.goto("/");
  await page.getByRole("status").filter({ hasText: "Python is ready" }).waitFor({ timeout: 90_000 });
  return between(page, "python:start");
}

const between = (page: Page, from: string): Promise<number> =>
  page.evaluate((name) => {
    const at = (mark: string): number => performance.getEntriesByName(mark).at(-1)?.startTime ?? Number.NaN;
    return at("python:ready") - at(name);
  }, from);

/** Stop in the middle of a loop, until Python answers again (ms): by the spare worker when it is warm. */
async function restarted(page: Page): Promise<number> {
  await page.waitForTimeout(2500);
  await write(page, "while True: pass\n");
  await page.getByRole("button", { name: "Stop", exact: true }).click();
  await page.getByRole("status").filter({ hasText: "Python is ready" }).waitFor();
  return between(page, "python:restart");
}

async function write(page: Page, code: string): Promise<void> {
  await page.locator(".cm-content").click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(code);
}

async function startUp(browser: Browser, baseURL: string) {
  const samples = { bare: [] as number[], first: [] as number[], later: [] as number[], again: [] as number[] };
  for (let i = 0; i < visits; i++) {
    const alone = await browser.newContext({ baseURL });
    samples.bare.push(await bare(await alone.newPage()));
    await alone.close();
    const context = await browser.newContext({ baseURL });
    const page = await context.newPage();
    samples.first.push(await sandboxed(page));
    // The snapshot is written when the page has time for it.
    await page.waitForTimeout(2500);
    samples.later.push(await sandboxed(page));
    samples.again.push(await restarted(page));
    await context.close();
  }
  const side = (name: string, list: readonly number[]) => ({ name, first: list[0] ?? Number.NaN, samples: list });
  return tabulate("Python ready", [
    side("bare loadPyodide() in a same-origin worker", samples.bare),
    side("in the sandbox, first visit", samples.first),
    side("in the sandbox, later visit (snapshot)", samples.later),
    side("after Stop (spare worker)", samples.again),
  ]);
}

/** From the edit until the picture shows it, next to the time until the typed text itself is on the screen (ms). */
async function editing(browser: Browser, baseURL: string) {
  const page = await (await browser.newContext({ baseURL })).newPage();
  await sandboxed(page);
  const echo: number[] = [];
  const picture: number[] = [];
  for (let i = 0; i < edits + 5; i++) {
    await page.evaluate(() => {
      const seen = (place: Element, done: (ms: number) => void): void => {
        const observer = new MutationObserver(() => {
          observer.disconnect();
          requestAnimationFrame(() => done(performance.now()));
        });
        observer.observe(place, { subtree: true, childList: true, characterData: true });
      };
      const times = { edit: 0, echo: 0, picture: 0 };
      Object.assign(window, { times });
      const content = document.querySelector(".cm-content") as Element;
      const graph = document.querySelector(".graph-world") as Element;
      document.addEventListener(
        "beforeinput",
        () => {
          times.edit ||= performance.now();
        },
        { capture: true, once: true },
      );
      seen(content, (at) => {
        times.echo = at;
      });
      seen(graph, (at) => {
        times.picture = at;
      });
    });
    await page.locator(".cm-content").focus();
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.insertText(program(i));
    await page.waitForFunction(() => (window as unknown as { times: { picture: number } }).times.picture > 0);
    const times = await page.evaluate(
      () => (window as unknown as { times: Record<"edit" | "echo" | "picture", number> }).times,
    );
    echo.push(times.echo - times.edit);
    picture.push(times.picture - times.edit);
    await page.waitForTimeout(150);
  }
  const side = (name: string, list: readonly number[]) => ({
    name,
    first: list[0] ?? Number.NaN,
    samples: list.slice(5),
  });
  return tabulate(
    "an edit of a program of 20 ops",
    [side("until the text is on the screen", echo), side("until the new graph is on the screen", picture)],
    "The graph's time holds the 30 ms for which typing must rest.",
  );
}

/** The page in Chromium: how soon Python is there, and how soon an edit shows. */
export async function bench() {
  const server = await preview({
    preview: { port: 4733, host: "127.0.0.1", strictPort: true, open: false },
    logLevel: "silent",
  });
  const executablePath = execFileSync(process.execPath, ["scripts/chromium.mjs"], { encoding: "utf8" }).trim();
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  try {
    const address = "http://127.0.0.1:4733";
    return [await startUp(browser, address), await editing(browser, address)];
  } finally {
    await browser.close();
    await server.close();
  }
}
