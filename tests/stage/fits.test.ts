import { describe, expect, test } from "vitest";
import "#engine/ops/all.ts";
import { answer } from "#engine/replay.ts";
import { createFits, type FitWish } from "#stage/fits.ts";
import { descentOf } from "#trace/descent.ts";
import { fitOf } from "#trace/fit.ts";
import { fitData, fitFrame } from "#trace/fitData.ts";
import type { ReplayAnswer, ReplayQuestion } from "#trace/replay.ts";
import { storyOf } from "#trace/story.ts";
import { trainingLoop } from "../fixtures/traces.ts";

/** An engine that answers when it is told to. */
function engine() {
  const waiting: (() => void)[] = [];
  let asked = 0;
  return {
    asked: () => asked,
    replay: (question: ReplayQuestion): Promise<ReplayAnswer> => {
      asked++;
      return new Promise((resolve) => {
        waiting.push(() => resolve(answer(question)));
      });
    },
    async finish(): Promise<void> {
      waiting.shift()?.();
      await new Promise((resolve) => setTimeout(resolve));
    },
  };
}

function scene(epochs = 5) {
  const story = storyOf(trainingLoop(epochs));
  const descent = descentOf(story);
  const fit = descent && fitOf(story, descent);
  const frame = descent && fitFrame(story, descent);
  if (!descent || !fit || !frame) throw new Error("there is no fit");
  const at = (cursor: number): FitWish => ({ story, descent, fit, frame, cursor });
  return { story, descent, fit, frame, at, step: (s: number): number => descent.steps[s]?.since ?? 0 };
}

describe("the pictures of a fit", () => {
  test("are the line at the cursor, with a prediction for every sample", async () => {
    const { at, step, story, descent, fit, frame } = scene();
    const { replay, finish } = engine();
    const fits = createFits(replay);
    fits.ask(at(step(3)));
    await finish();
    const { model, status } = fits.store.getState();
    expect(status).toBe("done");
    const at3 = Object.fromEntries(descent.coordinates.map(({ label }, k) => [label, descent.path[3 * 2 + k]]));
    const { w = 0, b = 0 } = at3;
    expect(model?.predictions[2]).toBeCloseTo(3 * w + b, 6);
    expect(model?.curve?.[0]?.x).toBe(frame.x.low);
    for (const { x, y } of model?.curve ?? []) expect(y).toBeCloseTo(w * x + b, 6);
    expect(fitData(story, fit)).toMatchObject({ inputs: [[1], [2], [3]], targets: [4, 5, 6] });
  });

  test("are asked for once: scrubbing back finds them", async () => {
    const { at, step } = scene();
    const { replay, finish, asked } = engine();
    const fits = createFits(replay);
    fits.ask(at(step(0)));
    await finish();
    const first = fits.store.getState().model;
    fits.ask(at(step(0) + 1));
    expect(asked()).toBe(1);
    fits.ask(at(step(2)));
    expect(fits.store.getState()).toMatchObject({ model: first, status: "working" });
    await finish();
    fits.ask(at(step(0)));
    expect(fits.store.getState()).toEqual({ scene: expect.any(String), model: first, status: "done" });
    expect(asked()).toBe(2);
  });

  test("leave out what was passed by while one was computed", async () => {
    const { at, step } = scene();
    const { replay, finish, asked } = engine();
    const fits = createFits(replay);
    for (const s of [0, 1, 2, 3, 4]) fits.ask(at(step(s)));
    await finish();
    expect(fits.store.getState()).toMatchObject({ model: expect.anything(), status: "working" });
    await finish();
    expect(fits.store.getState().status).toBe("done");
    expect(asked()).toBe(2);
  });

  test("do not come in late: a remembered picture stays when an older wish is answered", async () => {
    const { at, step } = scene();
    const { replay, finish } = engine();
    const fits = createFits(replay);
    fits.ask(at(step(0)));
    await finish();
    const first = fits.store.getState().model;
    fits.ask(at(step(1)));
    fits.ask(at(step(0)));
    await finish();
    expect(fits.store.getState()).toMatchObject({ model: first, status: "done" });
  });

  test("of another run start from nothing", async () => {
    const [one, other] = [scene(), scene()];
    const { replay, finish } = engine();
    const fits = createFits(replay);
    fits.ask(one.at(0));
    await finish();
    fits.ask(other.at(0));
    expect(fits.store.getState().model).toBeUndefined();
  });

  test("say why there are none", async () => {
    const { at } = scene();
    const fits = createFits(() => Promise.resolve({ kind: "unanswered", why: "mixes", op: "mean" }));
    fits.ask(at(0));
    await new Promise((resolve) => setTimeout(resolve));
    expect(fits.store.getState()).toMatchObject({ model: undefined, status: { why: "mixes", op: "mean" } });
  });
});

test("the frame holds the data, and what the model said first and last", () => {
  const { frame, descent, story } = scene();
  expect(frame.x.low).toBeCloseTo(0.8);
  expect(frame.x.high).toBeCloseTo(3.2);
  expect(frame.y.low).toBeLessThan(0);
  expect(frame.y.high).toBeGreaterThan(6);
  expect(fitFrame(story, descent)).toEqual(frame);
});
