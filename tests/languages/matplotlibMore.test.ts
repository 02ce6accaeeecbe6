import { beforeAll, describe, expect, test } from "vitest";
import { bootPython, type PythonRunner } from "#languages/python/runner.ts";
import type { TraceEvent } from "#trace/events.ts";
import type { Figure, PlotAxes } from "#trace/figure.ts";
import { validateEvents } from "#trace/validate.ts";
import { eventSink } from "../fixtures/eventSink.ts";
import { loadHere } from "./bootedPython.ts";

let python: PythonRunner;
beforeAll(async () => {
  python = await bootPython(loadHere);
}, 120_000);

function run(code: string): { readonly figures: readonly Figure[]; readonly printed: string } {
  const events: TraceEvent[] = [];
  python.run(
    { code: `import numpy as np\nimport matplotlib.pyplot as plt\n${code}` },
    eventSink({ event: (event) => events.push(event) }),
  );
  validateEvents(events);
  expect(events.find((event) => event.type === "error")?.traceback).toBeUndefined();
  return {
    figures: events.flatMap((event) => (event.type === "plot" ? [event.figure] : [])),
    printed: events.map((event) => (event.type === "print" ? event.text : "")).join(""),
  };
}

const plotsOf = (code: string): readonly PlotAxes[] => run(code).figures.at(-1)?.axes ?? [];

describe("ticks", () => {
  const ticks = (code: string) =>
    plotsOf(`from matplotlib import ticker
ax = plt.gca(); ax.plot([1, 2, 3, 4], [0.1, 0.2, 0.9, 0.95])
${code}`)[0]?.[code.startsWith("ax.x") ? "xTicks" : "yTicks"];

  test("stand where a locator puts them", () => {
    expect(ticks("ax.xaxis.set_major_locator(ticker.MaxNLocator(integer=True))")).toEqual({
      at: [1, 2, 3, 4],
      labels: ["1", "2", "3", "4"],
    });
    expect(ticks("ax.xaxis.set_major_locator(ticker.MultipleLocator(1.5))")).toEqual({
      at: [1.5, 3],
      labels: ["1.5", "3.0"],
    });
    expect(ticks("ax.yaxis.set_major_locator(ticker.NullLocator())")).toEqual({ at: [], labels: [] });
  });

  test("say what a formatter makes of their numbers", () => {
    for (const [code, first] of [
      ["ticker.PercentFormatter(1.0)", "20%"],
      ["ticker.FuncFormatter(lambda v, pos: f'{v:.2f} at {pos}')", "0.20 at 0"],
      ["ticker.FormatStrFormatter('%.3f')", "0.200"],
      ["'{x:.1f} s'", "0.2 s"],
      ["lambda v, pos: 'word'", "word"],
    ])
      expect(ticks(`ax.yaxis.set_major_formatter(${code})`)?.labels[0]).toBe(first);
  });
});

describe("limits", () => {
  test("can be asked for where the marks decide", () => {
    const { printed } = run(`plt.plot([0, 10], [1, 2]); print(plt.xlim())
plt.figure(); plt.bar([0, 1], [1, 4]); print(plt.ylim())
plt.figure(); plt.imshow(np.zeros((2, 3))); print(plt.xlim(), plt.ylim())
ax = plt.figure().add_subplot(); print(ax.get_xlim())`);
    expect(printed.split("\n")).toEqual(["(-0.5, 10.5)", "(0.0, 4.2)", "(-0.5, 2.5) (1.5, -0.5)", "(0.0, 1.0)", ""]);
  });

  test("are one for axes that are shared: all, those of a row, or those of two plots", () => {
    const [a, b, c] = plotsOf(`fig, axs = plt.subplots(2, 2, sharex=True, sharey="row")
axs[0, 0].plot([0, 10], [0, 1]); axs[0, 1].plot([-10, 0], [1, 2]); axs[1, 0].plot([0], [100]); axs[1, 1].set_xlim(-20, 20)`);
    expect([a?.xLimits, b?.xLimits, c?.xLimits]).toEqual([
      [-20, 20],
      [-20, 20],
      [-20, 20],
    ]);
    expect([a?.yLimits, b?.yLimits]).toEqual([
      [-0.05, 2.05],
      [-0.05, 2.05],
    ]);
    expect(c?.yLimits).toEqual([95, 105]);
    const [, second] = plotsOf("a = plt.subplot(211); a.plot([0, 20]); b = plt.subplot(212, sharey=a); b.plot([5])");
    expect(second?.yLimits).toEqual([-1, 21]);
  });
});

describe("grids", () => {
  const places = (code: string) =>
    plotsOf(code).map(({ row, column, rowSpan, columnSpan }) => [row, column, rowSpan, columnSpan]);

  test("give a plot several cells, and columns of different widths", () => {
    const cells = [
      [0, 0, 1, 3],
      [1, 0, 1, 2],
      [1, 2, 1, 1],
    ];
    expect(
      places(
        "from matplotlib.gridspec import GridSpec\nfig = plt.figure(); gs = GridSpec(2, 3, figure=fig)\nfor at in (gs[0, :], gs[1, :-1], gs[1, -1]): fig.add_subplot(at).plot([1])",
      ),
    ).toEqual(cells);
    expect(places("fig, d = plt.subplot_mosaic('AAA;BBC')\nfor k in d: d[k].plot([1])")).toEqual(cells);
    expect(
      places(
        "plt.subplot2grid((2, 3), (0, 0), colspan=3)\nplt.subplot2grid((2, 3), (1, 0), colspan=2)\nplt.subplot2grid((2, 3), (1, 2))",
      ),
    ).toEqual(cells);
    expect(places("plt.subplots(1, 2, gridspec_kw={'width_ratios': [3, 1]})")).toEqual([
      [0, 0, 1, 3],
      [0, 3, 1, 1],
    ]);
  });
});

describe("regions", () => {
  test("are slices, polygons, patches and violins", () => {
    const [pie] = plotsOf("plt.pie([3, 1], labels=['a', 'b'], autopct='%1.0f%%')");
    expect(pie).toMatchObject({ equal: true, frame: false });
    expect(pie?.marks.map((mark) => (mark.kind === "shapes" ? mark.names : mark.kind === "text" && mark.text))).toEqual(
      [["a: 3 (75.0%)"], "a", "75%", ["b: 1 (25.0%)"], "b", "25%"],
    );
    const [plot] = plotsOf(`import matplotlib.patches as patches
ax = plt.gca(); ax.fill([0, 1, 0], [0, 0, 1], "r")
ax.add_patch(patches.Rectangle((1, 2), 3, 4, fill=False, ec="k"))
ax.legend(handles=[patches.Patch(color="b", label="blue")])
ax.violinplot([[1, 2, 3], [2, 3, 9]])`);
    expect(plot?.marks).toMatchObject([
      { kind: "shapes", x: [0, 1, 0], y: [0, 0, 1], colour: "#ff0000", filled: true },
      { kind: "shapes", x: [1, 4, 4, 1], y: [2, 2, 6, 6], filled: false, edge: "#000000" },
      { kind: "shapes" },
      { kind: "shapes" },
      { kind: "line" },
      { kind: "line" },
      { kind: "line" },
    ]);
    expect(plot?.keys).toMatchObject([{ label: "blue", colour: "#0000ff" }]);
  });

  test("are cells of different sizes, and counts of points", () => {
    const [mesh] = plotsOf("plt.pcolormesh([0, 1, 3], [0, 1], [[1, 2]])");
    expect(mesh?.marks[0]).toMatchObject({ kind: "image", edges: { x: [0, 1, 3], y: [0, 1] }, extent: [0, 3, 0, 1] });
    const { figures, printed } = run("h = plt.hist2d([0, 0, 1], [0, 0, 1], bins=2); print(h[0], h[1]); plt.colorbar()");
    expect(printed).toBe("[[2. 0.]\n [0. 1.]] [0.  0.5 1. ]\n");
    expect(figures[0]?.axes[0]?.bar?.range).toEqual([0, 2]);
  });
});

test("an animation is told frame by frame, each as the figure is then", () => {
  const { figures } = run(`from matplotlib.animation import FuncAnimation
fig, ax = plt.subplots(); line, = ax.plot([], []); dots = ax.scatter([0], [0]); words = ax.text(0, 0, "")
def update(i):
    line.set_data([0, 1], [0, i]); dots.set_offsets([[i, i]]); words.set_text(str(i))
ani = FuncAnimation(fig, update, frames=3, interval=20)
plt.show()`);
  expect(figures.map(({ number }) => number)).toEqual([1, 1, 1]);
  expect(
    figures.map(({ axes }) =>
      axes[0]?.marks.map((mark) =>
        mark.kind === "text" ? mark.text : mark.kind === "line" ? mark.y : mark.kind === "points" && mark.x,
      ),
    ),
  ).toEqual([0, 1, 2].map((i) => [[0, i], [i], String(i)]));
});
