import { expect, test } from "vitest";
import { createPacer } from "#stage/pacing.ts";
import type { TraceEvent } from "#trace/events.ts";

const print = (text: string): TraceEvent => ({ type: "print", line: 1, stream: "stdout", text });

/** A page whose drawings cost so much, and whose clock goes only while something happens. */
function page(costPerEvent: number) {
  const tasks: { readonly at: number; readonly task: () => void }[] = [];
  let time = 0;
  let drawn = 0;
  let drawings = 0;
  const pacer = createPacer(
    (batch) => {
      drawn += batch.length;
      drawings++;
      time += costPerEvent * drawn;
    },
    (task, ms) => tasks.push({ at: time + ms, task }),
    () => time,
  );
  const pass = (ms: number): void => {
    const end = time + ms;
    for (;;) {
      tasks.sort((a, b) => a.at - b.at);
      const next = tasks[0];
      if (!next || next.at > end) break;
      tasks.shift();
      time = Math.max(time, next.at);
      next.task();
    }
    time = Math.max(time, end);
  };
  return { pacer, pass, drawn: () => drawn, drawings: () => drawings, time: () => time };
}

test("a run that is cheap to draw is drawn as it comes", () => {
  const { pacer, pass, drawn } = page(0);
  for (let i = 0; i < 5; i++) {
    pacer.append([print("a"), print("b")]);
    pass(1);
  }
  expect(drawn()).toBe(10);
});

test("one that is dear is drawn seldom, and the page keeps most of its time", () => {
  const { pacer, pass, drawings, drawn, time } = page(1);
  for (let i = 0; i < 200; i++) {
    pacer.append([print("a")]);
    pass(10);
  }
  pass(10_000);
  expect(drawn()).toBe(200);
  expect(drawings()).toBeLessThan(40);
  // Every millisecond of drawing is followed by four of rest: what all drawings cost is a small part of the time.
  expect(time()).toBeGreaterThan(200 * 10);
});

test("nothing is lost or turned round, and the end is not waited for", () => {
  const seen: string[] = [];
  const tasks: (() => void)[] = [];
  const pacer = createPacer(
    (batch) => {
      for (const event of batch) if (event.type === "print") seen.push(event.text);
    },
    (task) => tasks.push(task),
  );
  pacer.append([print("1")]);
  pacer.append([print("2"), print("3")]);
  pacer.append([print("4")]);
  expect(seen).toEqual(["1"]);
  pacer.flush();
  expect(seen).toEqual(["1", "2", "3", "4"]);
  for (const task of tasks.splice(0)) task();
  for (const task of tasks.splice(0)) task();
  expect(seen).toEqual(["1", "2", "3", "4"]);
});
