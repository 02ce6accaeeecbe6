/** Asks for the model's curve or regions at the cursor: the newest wish next, what has been seen at once, the last picture until then. */
import { createStore, type StoreApi } from "zustand/vanilla";
import { gridPoints } from "#geometry/grid.ts";
import { leadsOf, widened } from "#geometry/regions.ts";
import type { Replay } from "#runtime/replay.ts";
import { type Descent, tensorAtPart } from "#trace/descent.ts";
import type { Fit } from "#trace/fit.ts";
import { type FitFrame, fitData, probabilities, saidBy } from "#trace/fitData.ts";
import { parametersAt, predictionTape } from "#trace/predictionTape.ts";
import type { ReplayAnswer, ReplayQuestion, Unanswered } from "#trace/replay.ts";
import type { Story } from "#trace/story.ts";
import type { StoryIndex } from "#trace/storyIndex.ts";
import type { FitModel } from "#views/fit/fitModel.ts";

/** A wished-for picture: the model of a fit with the parameters that it has at a cursor. */
export interface FitWish {
  readonly story: Story;
  readonly descent: Descent;
  readonly fit: Fit;
  readonly frame: FitFrame;
  readonly cursor: number;
}

export interface FitPicture {
  /** The run and the parts: another scene shares nothing with this one. */
  readonly scene: string;
  readonly model: FitModel | undefined;
  readonly status: "working" | "done" | Unanswered;
}

export interface Fits {
  readonly store: StoreApi<FitPicture>;
  /** Begins a picture, unless it is there or under way. */
  ask(wish: FitWish): void;
}

const along = 129;
/** Cells across the frame, and with one more on either side. */
const side = 48;
const cells = side + 2;
/** So many answers are kept. */
const most = 200;

interface Wanted {
  readonly wish: FitWish;
  readonly scene: string;
  readonly key: string;
}

/** A store for one page. */
export function createFits(replay: Replay): Fits {
  const store = createStore<FitPicture>(() => ({ scene: "", model: undefined, status: "done" }));
  const answers = new Map<string, FitModel | Unanswered>();
  const sceneOf = scenes();
  /** What was wished for last, what is being computed, and what comes after that. */
  let newest = "";
  let underWay = "";
  let next: Wanted | undefined;

  function remember(key: string, answer: FitModel | Unanswered): void {
    // What was seen last is forgotten last.
    answers.delete(key);
    answers.set(key, answer);
    const [oldest] = answers.keys();
    if (answers.size > most && oldest !== undefined) answers.delete(oldest);
  }

  function show(scene: string, answer: FitModel | Unanswered): void {
    const unanswered = "kind" in answer;
    store.setState({ scene, model: unanswered ? undefined : answer, status: unanswered ? answer : "done" });
  }

  async function work(): Promise<void> {
    while (next) {
      const { wish, scene, key }: Wanted = next;
      underWay = key;
      next = undefined;
      const answer = readAnswer(wish, await replay(questionOf(wish)));
      remember(key, answer);
      if (key === newest) show(scene, answer);
      else {
        // Scrubbing has gone on: the line moves after it, unless the picture of the newest place is there already.
        const now = store.getState();
        if (now.scene === scene && now.status === "working" && !("kind" in answer)) store.setState({ model: answer });
      }
    }
    underWay = "";
  }

  return {
    store,
    ask(wish) {
      const scene = sceneOf(wish);
      const key = `${scene}|${wish.fit.input.id}|${momentOf(wish)}`;
      if (key === newest) return;
      newest = key;
      next = undefined;
      const known = answers.get(key);
      if (known) {
        remember(key, known);
        show(scene, known);
        return;
      }
      store.setState((before) => ({
        scene,
        model: before.scene === scene ? before.model : undefined,
        status: "working",
      }));
      if (key === underWay) return;
      next = { wish, scene, key };
      if (underWay === "") void work();
    },
  };
}

/** Gives every run a number, so that its tensors are not taken for another's. */
function scenes(): (wish: FitWish) => string {
  const runs = new WeakMap<StoryIndex, number>();
  let last = 0;
  return ({ story, fit: { input, prediction, target }, frame: { x, y } }) => {
    const run = runs.get(story.index) ?? ++last;
    runs.set(story.index, run);
    return [run, input.key, prediction.key, target.key, x.low, x.high, y.low, y.high].join("|");
  };
}

/** Equal for two cursors between which no parameter has moved. */
function momentOf({ descent, cursor }: FitWish): string {
  return descent.parameters
    .map((parameter) => {
      const tensor = tensorAtPart(parameter, cursor);
      return `${tensor?.id}:${tensor?.value.countAt(cursor)}`;
    })
    .join();
}

function questionOf({ story, descent, fit, frame, cursor }: FitWish): ReplayQuestion {
  const prediction = predictionTape(story, descent, fit);
  const { tape, output, input } = prediction;
  const at = [...placesOf(fit, frame), ...fitData(story, fit).inputs];
  return { kind: "model", tape, output, input, parameters: parametersAt(prediction, descent, cursor), at };
}

function placesOf({ kind }: Fit, { x, y }: FitFrame): readonly (readonly number[])[] {
  if (kind === "line") return Array.from({ length: along }, (_, i) => [x.low + (i / (along - 1)) * (x.high - x.low)]);
  const points = gridPoints([widened(x, side), widened(y, side)], cells, [0, cells], cells);
  return Array.from({ length: cells * cells }, (_, p) => [...points.subarray(2 * p, 2 * p + 2)]);
}

function readAnswer({ fit, frame }: FitWish, answer: ReplayAnswer): FitModel | Unanswered {
  if (answer.kind === "unanswered") return answer;
  if (answer.kind !== "model") return { kind: "unanswered", why: "different", op: "" };
  const places = placesOf(fit, frame);
  const { columns, outputs } = answer;
  const [drawn, rows] = [outputs.subarray(0, places.length * columns), outputs.subarray(places.length * columns)];
  const values = probabilities(fit, drawn);
  const predictions = saidBy(fit, rows);
  if (fit.kind === "line") {
    const curve = places.map(([x = 0], i) => ({ x, y: values[i] ?? Number.NaN }));
    return { curve, field: undefined, predictions };
  }
  const leads = leadsOf(values, columns, fit.threshold);
  const ranges = [widened(frame.x, side), widened(frame.y, side)];
  return { curve: undefined, field: { columns: cells, rows: cells, ranges, leads }, predictions };
}
