import { execFileSync } from "node:child_process";
import { type Browser, type CDPSession, chromium, type Page } from "@playwright/test";
import { preview } from "vite";
import { median, quantile } from "./ratio.ts";

const playedAt = [100, 300, 1000, 3000];
const pannedAt = [1000, 5000];
/** How long each measurement lasts (ms). */
const span = 3000;

/**
 * A graph of so many boxes, twelve wide, each with two inputs. One op on each line: nothing folds, so all of it is seen.
 */
function program(nodes: number): string {
  const wide = 12;
  const lines = ["import torch", "w = torch.tensor(0.9, requires_grad=True)"];
  for (let i = 0; i < wide; i++) lines.push(`v${i} = w * ${i + 1}.0`);
  for (let i = wide; i < nodes - wide; i++)
    lines.push(`v${i} = v${i - wide} ${i % 3 ? "+" : "*"} v${i - wide + ((i * 7) % (wide - 1)) + 1}`);
  lines.push(`s0 = v${nodes - wide - 1} * 1.0`);
  for (let i = 1; i < wide - 1; i++) lines.push(`s${i} = s${i - 1} + v${nodes - wide - 1 - i}`);
  return `${lines.join("\n")}\ns${wide - 2}.backward()\n`;
}

/** What a while of animation cost, in milliseconds. */
interface Frames {
  /** From one frame to the next. */
  readonly deltas: readonly number[];
  /** What the main thread worked for one frame: scripts, style, layout and paint, without waiting for the rasteriser. */
  readonly busy: number;
  /** The longest task that the browser called long. */
  readonly longest: number;
}

/** Counts frames while `act` goes on in the page. */
async function framesOf(page: Page, cdp: CDPSession, act: () => Promise<void>): Promise<Frames> {
  await page.evaluate(() => {
    const deltas: number[] = [];
    const state = { deltas, longest: 0, going: true };
    Object.assign(window, { frames: state });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) state.longest = Math.max(state.longest, duration);
    }).observe({ type: "longtask" });
    let before = performance.now();
    const tick = (now: number): void => {
      deltas.push(now - before);
      before = now;
      if (state.going) requestAnimationFrame(tick);
    };
    requestAnimationFrame((now) => {
      before = now;
      requestAnimationFrame(tick);
    });
  });
  const worked = await workOf(cdp);
  await act();
  const work = (await workOf(cdp)) - worked;
  return page.evaluate((ms) => {
    const { frames } = window as unknown as { frames: { deltas: number[]; longest: number; going: boolean } };
    frames.going = false;
    return { deltas: frames.deltas, busy: ms / frames.deltas.length, longest: frames.longest };
  }, work);
}

/** What the main thread has worked so far (ms). */
async function workOf(cdp: CDPSession): Promise<number> {
  const { metrics } = await cdp.send("Performance.getMetrics");
  return 1000 * (metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN);
}

/** A visitor whose last program makes so many boxes; the page is ready when its run has ended. */
async function visit(browser: Browser, baseURL: string, nodes: number): Promise<{ page: Page; cdp: CDPSession }> {
  const context = await browser.newContext({ baseURL, viewport: { width: 1440, height: 900 } });
  await context.addInitScript((text) => localStorage.setItem("autograd-playground:draft", text), program(nodes));
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send("Performance.enable");
  await page.goto("/?lang=en&theme=light");
  await page.getByRole("status").filter({ hasText: "Done" }).waitFor({ timeout: 120_000 });
  await page.getByRole("button", { name: "Fit" }).click();
  await page.waitForTimeout(1500);
  return { page, cdp };
}

/** Plays the end of the forward pass and on into the backward pass. */
async function played(browser: Browser, baseURL: string, nodes: number): Promise<Frames> {
  const { page, cdp } = await visit(browser, baseURL, nodes);
  await page.locator(".transport-speed").selectOption("16");
  await page.locator(".transport-slider").fill(String(nodes - 40));
  await page.waitForTimeout(500);
  await page.getByRole("button", { name: "Play", exact: true }).click();
  await page.waitForTimeout(200);
  const frames = await framesOf(page, cdp, () => page.waitForTimeout(span));
  await page.context().close();
  return frames;
}

/** Drags the picture to and fro. */
async function panned(browser: Browser, baseURL: string, nodes: number, zoomed: number): Promise<Frames> {
  const { page, cdp } = await visit(browser, baseURL, nodes);
  for (let i = 0; i < zoomed; i++) await page.getByRole("button", { name: "Zoom in" }).click();
  await page.waitForTimeout(1000);
  const box = await page.locator(".graph-frame").boundingBox();
  if (!box) throw new Error("there is no picture to pan");
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  const frames = await framesOf(page, cdp, async () => {
    const start = performance.now();
    for (let t = 0; t < span; t = performance.now() - start) {
      await page.mouse.move(x - 250 * Math.sin(t / 400), y + 80 * Math.sin(t / 300));
      await page.waitForTimeout(8);
    }
  });
  await page.context().close();
  return frames;
}

/** An empty page that asks for frames: what this machine and this browser can do at best. */
async function empty(browser: Browser): Promise<Frames> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send("Performance.enable");
  await page.setContent("<!doctype html><title>empty</title>");
  const frames = await framesOf(page, cdp, () => page.waitForTimeout(span));
  await context.close();
  return frames;
}

/** How long frames take in Chromium while a run plays and while its picture is panned. */
export async function bench() {
  const server = await preview({
    preview: { port: 4734, host: "127.0.0.1", strictPort: true, open: false },
    logLevel: "silent",
  });
  const executablePath = execFileSync(process.execPath, ["scripts/chromium.mjs"], { encoding: "utf8" }).trim();
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  const address = "http://127.0.0.1:4734";
  const cells = [["", "median", "p95", "busy main thread", "longest task", "median / empty page"]];
  const base = await empty(browser);
  const add = (name: string, { deltas, busy, longest }: Frames): void => {
    const ratio = median(deltas) / median(base.deltas);
    const ms = [median(deltas), quantile(deltas, 0.95), busy, longest].map((x) => `${x.toFixed(1)} ms`);
    cells.push([name, ...ms, `${ratio.toFixed(2)}×`]);
  };
  add("empty page, frames alone", base);
  try {
    for (const nodes of playedAt) add(`playing, ${nodes} nodes in sight`, await played(browser, address, nodes));
    for (const nodes of pannedAt) {
      add(`panning, ${nodes} nodes in sight`, await panned(browser, address, nodes, 0));
      add(`panning, ${nodes} nodes, near`, await panned(browser, address, nodes, 8));
    }
  } finally {
    await browser.close();
    await server.close();
  }
  return {
    title: "a frame of the page",
    rows: [],
    cells,
    note: "Chromium without a GPU: what the rasteriser cannot do in time shows in the frames, not in the main thread.",
  };
}
