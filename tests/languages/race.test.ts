import { beforeAll, describe, expect, test } from "vitest";
import { answer } from "#engine/replay.ts";
import { bootPython, type PythonRunner } from "#languages/python/runner.ts";
import { descentOf } from "#trace/descent.ts";
import { lossTapeAt } from "#trace/lossTape.ts";
import { examples } from "../../src/app/examples.ts";
import { loadHere, recordedRun } from "./bootedPython.ts";

let python: PythonRunner;
beforeAll(async () => {
  python = await bootPython(loadHere);
}, 120_000);

const programs = ["rosenbrock", "himmelblau", "beale", "saddle", "ravine"];
/** Each racer by what Python would write, and as the engine's rule with its settings. */
const racers = {
  "SGD([x, y], lr=0.002)": ["SGD", { lr: 0.002 }],
  "SGD([x, y], lr=0.002, momentum=0.9)": ["SGD", { lr: 0.002, momentum: 0.9 }],
  "SGD([x, y], lr=0.002, momentum=0.9, nesterov=True)": ["SGD", { lr: 0.002, momentum: 0.9, nesterov: true }],
  "RMSprop([x, y], lr=0.02)": ["RMSprop", { lr: 0.02 }],
  "Adagrad([x, y], lr=0.3)": ["Adagrad", { lr: 0.3 }],
  "Adam([x, y], lr=0.05, betas=(0.8, 0.99))": ["Adam", { lr: 0.05, beta1: 0.8, beta2: 0.99 }],
} as const;

describe.each(programs)("the race on %s", (id) => {
  const code = examples.find((example) => example.id === id)?.code ?? "";
  test.each(Object.entries(racers))("goes where the program goes with %s", (call, [rule, settings]) => {
    const original = recordedRun(python, code).story;
    const recorded = descentOf(original);
    if (!recorded) throw new Error("no descent");
    const loss = lossTapeAt(original, recorded, 0);
    if (!loss) throw new Error("no tape");
    const { tape, root, parameters } = loss;
    const lap = { tape, root, parameters: parameters.map((parameter) => parameter.id) };
    const rounds = recorded.steps.length;
    const raced = answer({ kind: "race", laps: [lap], start: [], rule, settings, rounds });
    const changed = code.replace(/torch\.optim\.SGD\(.*\)/, `torch.optim.${call}`);
    expect(changed).not.toBe(code);
    const run = recordedRun(python, changed).story;
    const program = descentOf(run);
    if (raced.kind !== "race" || !program) throw new Error(JSON.stringify(raced));
    expect(Array.from(raced.path)).toEqual(Array.from(program.path));
    expect(Array.from(raced.losses.subarray(0, rounds))).toEqual(program.steps.map((step) => step.loss));
  });
});
