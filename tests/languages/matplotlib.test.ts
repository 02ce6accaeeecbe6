import { beforeAll, describe, expect, test } from "vitest";
import { bootPython, type PythonRunner } from "#languages/python/runner.ts";
import type { TraceEvent } from "#trace/events.ts";
import type { Figure, Mark, PlotAxes } from "#trace/figure.ts";
import { validateEvents } from "#trace/validate.ts";
import { eventSink } from "../fixtures/eventSink.ts";
import { loadHere } from "./bootedPython.ts";

let python: PythonRunner;
beforeAll(async () => {
  python = await bootPython(loadHere);
}, 120_000);

interface Outcome {
  readonly events: readonly TraceEvent[];
  readonly figures: readonly Figure[];
  readonly lines: readonly number[];
  readonly printed: string;
  readonly warnings: readonly string[];
  readonly error: Extract<TraceEvent, { type: "error" }> | undefined;
}

const head = "import torch\nimport matplotlib.pyplot as plt\n";

function run(code: string, record = true): Outcome {
  const events: TraceEvent[] = [];
  const sink = eventSink({ event: (event) => events.push(event) });
  python.run({ code: head + code, record }, sink);
  // Whatever Python tells must be what the page reads.
  validateEvents(events);
  const plots = events.filter((event) => event.type === "plot");
  return {
    events,
    figures: plots.map(({ figure }) => figure),
    lines: plots.map(({ line }) => line),
    printed: events.map((event) => (event.type === "print" ? event.text : "")).join(""),
    warnings: events.flatMap((event) => (event.type === "warning" ? [event.text] : [])),
    error: events.find((event) => event.type === "error"),
  };
}

/** The first plot of the only figure of a program that does not fail. */
function axesOf(code: string): PlotAxes {
  const { figures, error } = run(code);
  expect(error?.traceback).toBeUndefined();
  expect(figures).toHaveLength(1);
  return figures[0]?.axes[0] as PlotAxes;
}

const markOf = <K extends Mark["kind"]>(code: string, kind: K): Extract<Mark, { kind: K }> =>
  axesOf(code).marks.find((mark): mark is Extract<Mark, { kind: K }> => mark.kind === kind) as never;

describe("a curve", () => {
  test("is drawn from y, or from x and y, in the colours C0, C1 and so on", () => {
    const { marks } = axesOf("plt.plot([1, 2, 4])\nplt.plot(range(2), torch.tensor([3., 5.]))\nplt.show()");
    expect(marks).toMatchObject([
      { kind: "line", x: [0, 1, 2], y: [1, 2, 4], colour: "C0", dash: "solid", marker: "", label: "" },
      { kind: "line", x: [0, 1], y: [3, 5], colour: "C1" },
    ]);
  });

  test("has what its format string or its options say", () => {
    expect(markOf("plt.plot([1, 2], 'r--o', lw=3, alpha=.5, label='fit')", "line")).toMatchObject({
      colour: "#ff0000",
      dash: "dashed",
      marker: "o",
      width: 3,
      alpha: 0.5,
      label: "fit",
    });
    expect(markOf("plt.plot([1, 2], [3, 4], 'k.')", "line")).toMatchObject({ marker: ".", dash: "none" });
    const option = "plt.plot([1, 2], c='tab:orange', ls=':', marker='s')";
    expect(markOf(option, "line")).toMatchObject({ colour: "#ff7f0e", dash: "dotted", marker: "s" });
    expect(markOf("plt.plot([1], color='0.5')", "line").colour).toBe("#808080");
    expect(markOf("plt.plot([1], color=(1, 0, 0.5))", "line").colour).toBe("#ff0080");
  });

  test("may be several at once: a table, or x, y, format after format", () => {
    const labels = (code: string) => axesOf(code).marks.map((m) => m.kind === "line" && [m.label, m.y, m.colour]);
    expect(labels("plt.plot([[1, 2], [3, 4]], label=['a', 'b'])")).toEqual([
      ["a", [1, 3], "C0"],
      ["b", [2, 4], "C1"],
    ]);
    expect(labels("plt.plot([0, 1], [1, 2], 'g', [0, 1], [5, 6], 'b:')")).toHaveLength(2);
  });

  test("of numbers that are none leaves a gap, and the learner's list stays theirs", () => {
    const code = "a = [1.0, float('nan'), float('inf')]\nplt.plot(a)\na.append(4.0)\nplt.show()";
    expect(markOf(code, "line").y).toEqual([1, Number.NaN, Number.NaN]);
  });

  test("with very many points is thinned to its lowest and highest, and says so", () => {
    const { figures, warnings } = run("y = [0.0] * 100000\ny[777] = 9.0\ny[50001] = -9.0\nplt.plot(y)");
    const [mark] = figures[0]?.axes[0]?.marks ?? [];
    expect(mark?.kind === "line" && mark.y.length).toBeLessThanOrEqual(20_000);
    expect(mark?.kind === "line" && [Math.max(...mark.y), Math.min(...mark.y)]).toEqual([9, -9]);
    expect(warnings.join()).toContain("plot: 100000 points are more than a plot shows");
  });
});

describe("tensors", () => {
  test("that require grad are refused in PyTorch's own words", () => {
    const words = "Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead.";
    for (const value of ["w", "[w[0], w[1]]", "(w * 2)"]) {
      const { error } = run(`w = torch.ones(2, requires_grad=True)\nplt.plot(${value})`);
      expect(error).toMatchObject({ kind: "RuntimeError", text: words, line: 4 });
      expect(error?.traceback).not.toContain("<torch>");
    }
  });

  test("are read without a trace of it in the graph", () => {
    const made = "w = torch.ones(3, requires_grad=True)\ny = (w * 2).detach()\nimage = torch.rand(4, 4)\n";
    const draw =
      "plt.plot(y, y)\nplt.scatter(y, y, c=y)\nplt.imshow(image)\nplt.hist(y)\nplt.contourf(image)\nplt.show()\n";
    const kinds = (code: string) =>
      run(code)
        .events.filter(({ type }) => type !== "plot")
        .map(({ type }) => type);
    expect(kinds(made + draw)).toEqual(kinds(made));
  });
});

describe("other marks", () => {
  test("scatter takes sizes, colours by name or by number", () => {
    const mark = markOf(
      "plt.scatter([1, 2], torch.tensor([3., 4.]), c=[0, 1], s=9, cmap='coolwarm', label='d')",
      "points",
    );
    expect(mark).toMatchObject({ x: [1, 2], y: [3, 4], values: [0, 1], range: [0, 1], sizes: [9, 9], label: "d" });
    expect(mark.map?.stops[0]).toBe("#3b4cc0");
    expect(markOf("plt.scatter([1], [2], c='red')", "points").colour).toBe("#ff0000");
    expect(markOf("plt.scatter([1, 2], [2, 3], c=['red', 'b'])", "points").colours).toEqual(["#ff0000", "#0000ff"]);
  });

  test("hist counts as numpy does, its last bin closed", () => {
    const code = "n, edges, bars = plt.hist([0, 0.5, 1, 2, 2], bins=2)\nprint(n, edges)\n";
    expect(run(code).printed).toBe("[2.0, 3.0] [0.0, 1.0, 2.0]\n");
    expect(markOf(code, "bars")).toMatchObject({ start: [0, 1], end: [1, 2], base: [0, 0], top: [2, 3] });
    expect(run("print(plt.hist([1, 2, 3, 10], bins=[0, 2, 4], density=True)[0])").printed).toBe(
      "[0.16666666666666666, 0.3333333333333333]\n",
    );
  });

  test("bars may stand at names", () => {
    const axes = axesOf("plt.bar(['cat', 'dog'], [3, 4])");
    expect(axes.marks).toMatchObject([{ start: [-0.4, 0.6], end: [0.4, 1.4], top: [3, 4] }]);
    expect(axes.xTicks).toEqual({ at: [0, 1], labels: ["cat", "dog"] });
  });

  test("imshow shows numbers with a range, colours as they are, and its first row on top", () => {
    const axes = axesOf("plt.imshow(torch.arange(6).reshape(2, 3), cmap='gray')\nplt.colorbar(label='p')");
    expect(axes).toMatchObject({ yReversed: true, equal: true, bar: { label: "p", range: [0, 5] } });
    const shape = { rows: 2, columns: 3, channels: 1, data: [0, 1, 2, 3, 4, 5], range: [0, 5] };
    expect(axes.marks).toMatchObject([{ ...shape, extent: [-0.5, 2.5, 1.5, -0.5] }]);
    expect(markOf("plt.imshow([[[255, 0, 51]]])", "image")).toMatchObject({ channels: 3, data: [1, 0, 0.2] });
  });

  test("a large image loses rows and columns, and says so", () => {
    const { figures, warnings } = run("plt.imshow(torch.zeros(400, 400))");
    const [mark] = figures[0]?.axes[0]?.marks ?? [];
    expect(mark).toMatchObject({ kind: "image", rows: 200, columns: 200, extent: [-0.5, 399.5, 399.5, -0.5] });
    expect(warnings.join()).toContain("imshow: 400 × 400");
  });

  test("contours take meshgrid with either indexing", () => {
    for (const indexing of ["ij", "xy"]) {
      const code = `a, b = torch.linspace(0, 1, 3), torch.linspace(5, 6, 2)
x, y = torch.meshgrid(a, b, indexing='${indexing}')
plt.contourf(x, y, x + 10 * y, levels=[50, 55, 62])`;
      const mark = markOf(code, "contour");
      expect(mark).toMatchObject({
        rows: 2,
        columns: 3,
        x: [0, 0.5, 1],
        y: [5, 6],
        levels: [50, 55, 62],
        filled: true,
      });
      expect(mark.z).toEqual([50, 50.5, 51, 60, 60.5, 61]);
    }
    expect(markOf("plt.contour([[0, 1], [2, 3]], colors='k')", "contour").levels).toEqual([0.5, 1, 1.5, 2, 2.5]);
  });

  test("bands, rules and words", () => {
    const code =
      "plt.fill_between([0, 1], [1, 2], alpha=.2)\nplt.axhline(1, ls='--')\nplt.axvline(x=2, color='k')\nplt.text(0, 1, 'here')\n";
    expect(
      axesOf(`${code}plt.annotate('peak', xy=(1, 2), xytext=(0, 3), arrowprops=dict(arrowstyle='->'))`).marks,
    ).toMatchObject([
      { kind: "band", low: [1, 2], high: [0, 0], alpha: 0.2 },
      { kind: "rule", across: true, at: 1, dash: "dashed", colour: "C0" },
      { kind: "rule", across: false, at: 2, colour: "#000000" },
      { kind: "text", x: 0, y: 1, text: "here", align: "left" },
      { kind: "text", x: 0, y: 3, text: "peak", target: [1, 2] },
    ]);
  });
});

describe("a figure", () => {
  test("has names, limits, scales, legend and grid", () => {
    const code = `plt.semilogy([1, 10], label='loss')
plt.title('Training'); plt.xlabel('epoch'); plt.ylabel('loss'); plt.xlim(0, 5); plt.ylim(bottom=0.1)
plt.legend(loc='best'); plt.grid(True, alpha=.3); plt.suptitle('all'); plt.tight_layout(); plt.style.use('ggplot')
plt.rcParams['figure.figsize'] = (3, 3)`;
    expect(axesOf(code)).toMatchObject({
      title: "Training",
      xLabel: "epoch",
      yLabel: "loss",
      xScale: "linear",
      yScale: "log",
      xLimits: [0, 5],
      yLimits: [0.1, Number.NaN],
      legend: true,
      grid: true,
    });
    expect(run(code).figures[0]?.title).toBe("all");
  });

  test("may have many plots: subplots is indexed as an array is, subplot by its number", () => {
    const code = `fig, ax = plt.subplots(2, 3, figsize=(9, 4))
for i, a in enumerate(ax.flat):
    a.plot([i])
    a.set(title=f'no. {i}', xlabel='x')
ax[0, 1].set_yscale('log')
ax[1][2].legend(['one'])
fig, row = plt.subplots(1, 2)
row[0].plot([1]); row.flatten()[1].plot([2])
fig, (top, low) = plt.subplots(2)
plt.figure(figsize=(2, 2)); plt.subplot(2, 2, 1); plt.plot([1]); plt.subplot(212); plt.plot([2])`;
    const { figures, error } = run(code);
    expect(error).toBeUndefined();
    expect(figures.map(({ axes, rows, columns }) => [axes.length, rows, columns])).toEqual([
      [6, 2, 3],
      [2, 1, 2],
      [2, 2, 1],
      [2, 2, 2],
    ]);
    expect(figures[0]?.axes[1]).toMatchObject({ title: "no. 1", xLabel: "x", yScale: "log", row: 0, column: 1 });
    expect(figures[0]?.axes[5]?.marks[0]).toMatchObject({ label: "one" });
    expect(figures[3]?.axes[1]).toMatchObject({ row: 1, column: 0, rowSpan: 1, columnSpan: 2 });
  });

  test("is told at show, at savefig (which saves nothing) and at the end, each state once", () => {
    const { figures, lines, warnings } = run(
      "for i in range(2):\n    plt.plot([i])\n    plt.show()\nplt.plot([5])\nplt.savefig('a.png')\nplt.show()\nplt.plot([6])",
    );
    expect(figures.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
    expect(lines).toEqual([5, 5, 7, 9]);
    expect(warnings).toEqual(["savefig: nothing is saved in the playground; 'a.png' is shown under Plots"]);
  });

  test("that goes on after savefig or pause keeps its number", () => {
    const { figures } = run("for i in range(3):\n    plt.cla()\n    plt.plot([i])\n    plt.pause(0.1)");
    expect(figures.map(({ number, axes }) => [number, axes[0]?.marks.length])).toEqual([
      [1, 1],
      [1, 1],
      [1, 1],
    ]);
  });

  test("is told before the error that ends the program, and not at all when nothing is recorded", () => {
    const { events } = run("plt.plot([1])\n1 / 0");
    expect(events.slice(-2).map(({ type }) => type)).toEqual(["plot", "error"]);
    const quiet = run("plt.plot([1])\nplt.show()\nprint('hello')", false);
    expect(quiet.figures).toEqual([]);
    expect(quiet.printed).toBe("hello\n");
  });

  test("does not outlive its run, and neither does what the program did to the module", () => {
    run("plt.plot([1])\nplt.plot = None\nplt.rcParams['a'] = 1\nraise SystemExit");
    expect(axesOf("plt.plot([2])").marks).toHaveLength(1);
    expect(run("print(plt.rcParams)").printed).toBe("{}\n");
  });
});

test("what is missing raises an error that names it", () => {
  const errors: Readonly<Record<string, string>> = {
    "plt.hexbin([1], [1])": "AttributeError: matplotlib.pyplot.hexbin is not available in the playground",
    "plt.subplots()[1].streamplot(1)": "AttributeError: Axes.streamplot is not available in the playground",
    "plt.quiver([1], [2], [3])": "NotImplementedError: quiver() in the playground takes U and V, or X, Y, U and V",
    "plt.gca().spines['left'].set_position('zero')": "NotImplementedError: the sides of a frame stay in their places",
    "plt.gca().spines['inner']": "KeyError: 'inner'",
    "plt.rcParams['no.such']": "no.such is not a setting that the playground's matplotlib knows",
    "plt.plot([1], nonsense=1)": "TypeError: plot() in the playground does not take the option 'nonsense'",
    "plt.figure().add_subplot(projection='polar')": "NotImplementedError: the projection 'polar' is not available",
    "plt.axes(projection='3d').hist([1])":
      "AttributeError: Axes3D.hist is not available in the playground; its plots in three",
    "plt.axes(projection='3d').contourf([0, 1], [0, 1], [[1, 2], [3, 4]])":
      "NotImplementedError: contourf() in three dimensions lies flat in the playground: give it an offset",
    "plt.axes(projection='3d').plot_surface([0, 1], [0, 1, 2], [[1, 2], [3, 4]])": "ValueError: shape mismatch",
    "plt.xscale('symlog')": "NotImplementedError: the scale 'symlog' is not available in the playground",
    "plt.plot([1], marker='8')": "NotImplementedError: the marker '8' is not available",
    "plt.plot([1, 2], [1])": "ValueError: x and y must have same first dimension, but have shapes (2,) and (1,)",
    "plt.plot([1], color='blurple')": "ValueError: 'blurple' is not a valid value for color",
    "plt.imshow([[1]], cmap='nope')": "ValueError: 'nope' is not a colour map of the playground",
    "import matplotlib.animation as a; a.ArtistAnimation(plt.gcf(), [])":
      "NotImplementedError: ArtistAnimation is not available in the playground; FuncAnimation",
    "import matplotlib.dates": "ModuleNotFoundError: No module named 'matplotlib.dates'",
    "from matplotlib.colors import SymLogNorm": "ImportError: cannot import name 'SymLogNorm'",
  };
  for (const [code, words] of Object.entries(errors)) {
    const { error } = run(code);
    expect(`${error?.kind}: ${error?.text}`).toContain(words);
    expect(error?.line).toBe(3);
  }
});

test("stairs, segments and error bars are curves", () => {
  const { figures, error } = run(
    "plt.step([0, 1, 2], [5, 6, 7], where='post')\nplt.hlines([1, 2], 0, 3)\nplt.vlines(1, 0, [4])\nplt.errorbar([1, 2], [3, 4], yerr=0.5, fmt='o')\nplt.show()",
  );
  expect(error).toBeUndefined();
  const marks = figures[0]?.axes[0]?.marks.map((mark) => mark as unknown as { x: number[]; y: number[] });
  expect(marks?.[0]?.y).toEqual([5, 5, 6, 6, 6, 7, 7]);
  expect(marks?.[1]?.x.filter(Number.isFinite)).toEqual([0, 3, 0, 3]);
  expect(marks?.[2]?.y.filter(Number.isFinite)).toEqual([0, 4]);
  expect(marks?.[4]?.y.filter(Number.isFinite)).toEqual([2.5, 3.5, 3.5, 4.5]);
});

test("a second vertical axis has marks and a scale of its own; the rest is the first one's", () => {
  const axes = axesOf(`fig, ax = plt.subplots()
loss, = ax.plot([1, 2], label='loss')
twin = ax.twinx()
accuracy, = twin.plot([10, 20], 'r--', label='accuracy')
twin.set_ylabel('accuracy'); twin.set_ylim(0, 30); twin.set_title('both'); twin.set_xlim(0, 4)
ax.legend([loss, accuracy], ['a', 'b'])
print(len(fig.axes))`);
  expect(axes).toMatchObject({ title: "both", xLimits: [0, 4], yLabel: "", legend: true });
  expect(axes.marks).toMatchObject([{ label: "a", y: [1, 2] }]);
  expect(axes.right).toMatchObject({ yLabel: "accuracy", yLimits: [0, 30], legend: true });
  expect(axes.right?.marks).toMatchObject([{ label: "b", y: [10, 20], colour: "#ff0000" }]);
});

test("spans, arrows, stems, cells and boxes", () => {
  const { marks } = axesOf(`plt.axvspan(1, 2, alpha=.3, color='red', label='here'); plt.axhspan(-1, 0)
plt.quiver([0, 1], [0, 1], [3, 0], [4, 5])
plt.quiver([0], [0], [3], [4], angles='xy', scale_units='xy', scale=2, color='C1')
plt.arrow(0, 0, 1, 2)`);
  expect(marks).toMatchObject([
    { kind: "span", across: false, from: 1, to: 2, alpha: 0.3, colour: "#ff0000", label: "here" },
    { kind: "span", across: true, from: -1, to: 0, colour: "C0" },
    { kind: "arrows", x: [0, 1], u: [3, 0], v: [4, 5], scale: 90 },
    { kind: "arrows", u: [1.5], v: [2], colour: "C1" },
    { kind: "arrows", u: [1], v: [2] },
  ]);
  expect(marks[3]).not.toHaveProperty("scale");
  const stems = axesOf("plt.stem([1, 2])").marks;
  expect(stems).toMatchObject([{ y: [0, 1, Number.NaN, 0, 2, Number.NaN] }, { marker: "o" }, { colour: "C3" }]);
  for (const places of [
    "[0, 1, 2], [0, 2]",
    "[.5, 1.5], [1]",
    "torch.tensor([[0, 1, 2], [0, 1, 2]]), torch.tensor([[0, 0, 0], [2, 2, 2]])",
  ])
    expect(markOf(`plt.pcolormesh(${places}, [[5, 6]])`, "image")).toMatchObject({ upper: false, data: [5, 6] });
  expect(markOf("plt.pcolormesh([0, 1, 2], [0, 2], [[5, 6]])", "image").extent).toEqual([0, 2, 0, 2]);
  const box = axesOf("plt.boxplot([[1, 2, 3, 4, 100]], tick_labels=['a'])");
  expect(box.xTicks).toEqual({ at: [1], labels: ["a"] });
  expect(box.marks).toMatchObject([
    { y: [2, 2, 4, 4, 2] },
    { y: [1, 2, Number.NaN, 4, 4] },
    {},
    { y: [3, 3], colour: "C1" },
    { y: [100], marker: "o", dash: "none" },
  ]);
});

test("bars have colours, errors and labels of their own, and histograms an outline or company", () => {
  const { marks } = axesOf(
    "c = plt.bar(['a', 'b'], [3, -1], color=['r', 'C2'], yerr=1, capsize=3)\nplt.gca().bar_label(c, fmt='%.1f')",
  );
  expect(marks[0]).toMatchObject({ colours: ["#ff0000", "C2"] });
  expect(marks[1]).toMatchObject({ y: [2, 4, Number.NaN, -2, 0, Number.NaN] });
  expect(marks[2]).toMatchObject({ marker: "_", size: 6, y: [2, -2, 4, 0] });
  expect(marks.slice(3)).toMatchObject([
    { text: "3.0", x: 0, y: 4, align: "center", level: "bottom" },
    { text: "-1.0", y: -2, level: "top" },
  ]);
  expect(markOf("plt.hist([1, 2, 2], bins=[0, 1.5, 3], histtype='step')", "bars")).toMatchObject({
    outline: true,
    top: [1, 2],
  });
  const several = axesOf("plt.hist([[1, 2], [2, 2]], bins=[1, 2, 3], label=['x', 'y'])").marks;
  expect(several).toMatchObject([
    { label: "x", top: [1, 1], colour: "C0" },
    { label: "y", top: [0, 2], colour: "C1" },
  ]);
});

test("words stand level with their point, in a corner of the plot or beside it", () => {
  const { marks } = axesOf(`plt.text(1, 2, 'mid', ha='center', va='center')
plt.text(.1, .9, 'corner', transform=plt.gca().transAxes)
plt.annotate('word', (1, 2), xytext=(5, -3), textcoords='offset points', arrowprops=dict(arrowstyle='->'))`);
  expect(marks).toMatchObject([
    { align: "center", level: "center" },
    { x: 0.1, y: 0.9, inAxes: true, level: "bottom" },
    { x: 1, y: 2, offset: [5, -3], target: [1, 2], head: true },
  ]);
});

test("an image turns the axis and sets the limits whatever was drawn before it, until something is drawn after it", () => {
  expect(axesOf("plt.plot([0, 9])\nplt.imshow([[1, 2]])")).toMatchObject({
    yReversed: true,
    equal: true,
    xLimits: [-0.5, 1.5],
    yLimits: [-0.5, 0.5],
  });
  expect(axesOf("plt.imshow([[1, 2]])\nplt.plot([0, 9])")).toMatchObject({
    yReversed: true,
    xLimits: [Number.NaN, Number.NaN],
  });
  expect(axesOf("plt.ylim(0, 5)\nplt.imshow([[1, 2]], origin='lower', aspect='auto')")).toMatchObject({
    yReversed: false,
    equal: false,
    yLimits: [0, 5],
  });
  expect(axesOf("plt.imshow([[1, 2]])\nplt.ylim(1, 0)")).toMatchObject({ yReversed: true, yLimits: [0, 1] });
  expect(run("plt.ylim(7, 3)\nprint(plt.ylim(), plt.gca().get_ylim())").printed).toBe("(7.0, 3.0) (7.0, 3.0)\n");
});

test("settings that count, and the sides of a frame", () => {
  const { figures } = run(`plt.rcParams['figure.figsize'] = (5, 4)
plt.rc('lines', linewidth=3); plt.rcParams.update({'axes.grid': True, 'font.size': 12})
ax = plt.gca(); ax.plot([1, 2]); ax.margins(0.2)
ax.spines[['top', 'right']].set_visible(False); ax.spines.left.set_visible(True)
ax.tick_params(axis='x', labelbottom=False)`);
  expect(figures[0]).toMatchObject({ width: 5, height: 4 });
  expect(figures[0]?.axes[0]).toMatchObject({
    grid: true,
    hidden: ["right", "top"],
    margins: [0.2, 0.2],
    xTicks: { at: [], labels: [] },
    marks: [{ width: 3 }],
  });
});

test("a notebook's display shows a figure or prints a value, and clearing has nothing to clear", () => {
  const code = `from IPython import display
from matplotlib_inline import backend_inline
backend_inline.set_matplotlib_formats('svg')
fig, ax = plt.subplots()
for i in range(2):
    ax.cla(); ax.plot([i]); display.display(fig); display.clear_output(wait=True)
display.display(torch.tensor(1), 'two')`;
  const { figures, printed, error } = run(code);
  expect(error).toBeUndefined();
  expect(figures.map(({ number }) => number)).toEqual([1, 1]);
  expect(printed).toBe("tensor(1)\n'two'\n");
  expect(run("from IPython.display import Audio").error?.text).toContain("Audio");
});
