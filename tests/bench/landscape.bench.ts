import { execFileSync } from "node:child_process";
import { chromium } from "@playwright/test";
import { preview } from "vite";
import "#engine/ops/all.ts";
import { backward } from "#engine/backward.ts";
import { add, mul, scalar, sub } from "#engine/ops/algebra.ts";
import { sum } from "#engine/ops/core.ts";
import { exp } from "#engine/ops/powers.ts";
import { answer } from "#engine/replay.ts";
import { finishRun, startRun } from "#engine/session.ts";
import { numbersOnly } from "#engine/state.ts";
import { call, givensOf, keep, stepsOf } from "#engine/tape.ts";
import { elementsOf, type Tensor, tensorFrom } from "#engine/tensor.ts";
import type { TraceEvent } from "#trace/events.ts";
import { type Moving, type ReplayTape, tapeTo } from "#trace/replay.ts";
import { storyOf } from "#trace/story.ts";
import { eventWriter } from "../fixtures/eventSink.ts";
import { compare, median, quantile } from "./ratio.ts";

const side = 128;

/** A loss of two parameters in twenty ops on three data points, recorded as a program would leave it. */
function recordedLoss(): { readonly tape: ReplayTape; readonly root: number; readonly moving: readonly Moving[] } {
  const events: TraceEvent[] = [];
  const writer = eventWriter({ event: (event) => events.push(event) });
  startRun({ writer });
  const leaf = (x: number): Tensor => tensorFrom([x], [], "float32").setRequiresGrad(true);
  const data = tensorFrom([1, 2, 3], [3], "float32");
  const [w, b] = [leaf(0.3), leaf(-0.2)];
  let y = add(mul(data, w), b);
  for (let i = 0; i < 5; i++) y = add(mul(y, scalar(0.5)), exp(mul(y, scalar(-0.1))));
  const error = sub(y, data);
  const loss = sum(mul(error, error));
  backward([loss], [null]);
  finishRun();
  writer.flush();
  const story = storyOf({ version: 1, language: "python", source: "", ops: {}, events });
  const pass = story.index.passes.first;
  if (!pass) throw new Error("no pass was recorded");
  const tape = tapeTo(story, [w.id, b.id], loss.id, pass.since);
  const moving = [w, b].map(({ id }, axis) => ({
    id,
    shape: [],
    origin: [0],
    directions: [[axis === 0 ? 1 : 0], [axis === 1 ? 1 : 0]],
  }));
  return { tape, root: loss.id, moving };
}

function points(): Float64Array {
  const all = new Float64Array(2 * side * side);
  for (let i = 0; i < side * side; i++) {
    all[2 * i] = (i % side) / side - 0.5;
    all[2 * i + 1] = Math.floor(i / side) / side - 0.5;
  }
  return all;
}

/** Every point with an op call for every op. */
function oneByOne({ tape, root, moving }: ReturnType<typeof recordedLoss>, at: Float64Array): number {
  const steps = stepsOf(tape);
  return numbersOnly(() => {
    const known = givensOf(tape, "float64");
    let total = 0;
    for (let p = 0; p < at.length; p += 2) {
      moving.forEach(({ id }, axis) => {
        known.set(id, tensorFrom([at[p + axis] ?? 0], [], "float64"));
      });
      for (const step of steps) keep(step, call(step, known), known);
      const loss = known.get(root);
      total += loss ? (elementsOf(loss)[0] ?? 0) : 0;
    }
    return total;
  });
}

/** Opens the map of a two-parameter loss in Chromium: when its first picture is there, when all of it, and the frames meanwhile. */
async function onThePage(): Promise<{
  readonly first: number;
  readonly all: number;
  readonly frames: readonly number[];
}> {
  const server = await preview({
    preview: { port: 4735, host: "127.0.0.1", strictPort: true, open: false },
    logLevel: "silent",
  });
  const executablePath = execFileSync(process.execPath, ["scripts/chromium.mjs"], { encoding: "utf8" }).trim();
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  try {
    const context = await browser.newContext({
      baseURL: "http://127.0.0.1:4735",
      viewport: { width: 1440, height: 900 },
    });
    await context.addInitScript((text) => localStorage.setItem("autograd-playground:draft", text), program);
    const page = await context.newPage();
    await page.goto("/?lang=en&theme=light");
    await page.getByRole("status").filter({ hasText: "Done" }).waitFor({ timeout: 120_000 });
    // The first visit brings the code of the tab and starts the worker; what is measured is the map.
    await page.getByRole("tab", { name: "Descent" }).click();
    await page.locator(".descent-band").first().waitFor();
    await page.waitForTimeout(3000);
    return await page.evaluate(async () => {
      const menu = document.querySelector<HTMLSelectElement>("select.descent-select");
      if (!menu) throw new Error("there are no axes to choose");
      const frames: number[] = [];
      const began = performance.now();
      let [first, before] = [0, began];
      menu.value = "random:2";
      menu.dispatchEvent(new Event("change", { bubbles: true }));
      for (;;) {
        const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
        frames.push(now - before);
        before = now;
        const [bands, working] = [".descent-band", ".descent-progress"].map((name) => document.querySelector(name));
        if (bands && first === 0 && frames.length > 1) first = performance.now() - began;
        if (bands && !working && frames.length > 4) return { first, all: performance.now() - began, frames };
        if (now - began > 30_000) throw new Error("the map did not come");
      }
    });
  } finally {
    await browser.close();
    await server.close();
  }
}

const program = `import torch
data = torch.tensor([1.0, 2.0, 3.0])
w = torch.tensor(0.3, requires_grad=True)
b = torch.tensor(-0.2, requires_grad=True)
opt = torch.optim.SGD([w, b], lr=0.01)
for step in range(30):
    opt.zero_grad()
    y = data * w + b
    y = y * 0.5 + (y * -0.1).exp()
    y = y * 0.5 + (y * -0.1).exp()
    y = y * 0.5 + (y * -0.1).exp()
    loss = ((y - data) ** 2).mean()
    loss.backward()
    opt.step()
`;

/** A map of 128 × 128 points: in the engine beside one op call a point, and in the page. */
export async function bench() {
  const loss = recordedLoss();
  const at = points();
  const table = await compare(
    `a landscape of ${side} × ${side} points, ${loss.tape.steps.length} ops`,
    [
      { name: "one op call a point", run: () => oneByOne(loss, at) },
      { name: "many points at once", run: () => answer({ kind: "landscape", ...loss, points: at }) },
    ],
    { rounds: 7 },
  );
  const rate = (ms: number | undefined): string =>
    `${((side * side) / (ms ?? Number.NaN) / 1000).toFixed(2)} million points/s`;
  const page = await onThePage();
  const cells = [
    ["", "first picture", "whole map", "frames meanwhile: median", "p95"],
    [
      "the tab in Chromium",
      ...[page.first, page.all, median(page.frames), quantile(page.frames, 0.95)].map((ms) => `${ms.toFixed(0)} ms`),
    ],
  ];
  return [
    { ...table, note: table.rows.map(({ name, median: ms }) => `${name}: ${rate(ms)}`).join("; ") },
    { title: "a landscape on the page", rows: [], cells },
  ];
}
