import { beforeAll, describe, expect, test } from "vitest";
import { bootPython, type PythonRunner } from "#languages/python/runner.ts";
import type { TraceEvent } from "#trace/events.ts";
import type { PlotAxes, SpaceMark } from "#trace/figure.ts";
import { validateEvents } from "#trace/validate.ts";
import { eventSink } from "../fixtures/eventSink.ts";
import { loadHere } from "./bootedPython.ts";

let python: PythonRunner;
beforeAll(async () => {
  python = await bootPython(loadHere);
}, 120_000);

const head = `import numpy as np
import matplotlib.pyplot as plt
x = np.linspace(-2, 2, 9)
X, Y = np.meshgrid(x, x)
Z = X ** 2 + Y ** 2
ax = plt.axes(projection="3d")
`;

/** The only plot of a program that draws in three dimensions. */
function spaceOf(code: string): PlotAxes {
  const events: TraceEvent[] = [];
  python.run({ code: head + code }, eventSink({ event: (event) => events.push(event) }));
  validateEvents(events);
  const error = events.find((event) => event.type === "error");
  expect(error?.traceback).toBeUndefined();
  const figures = events.flatMap((event) => (event.type === "plot" ? [event.figure] : []));
  return figures.at(-1)?.axes[0] as PlotAxes;
}

const marksOf = (code: string): readonly SpaceMark[] => spaceOf(code).space?.marks ?? [];

describe("a plot in three dimensions", () => {
  test("is made in every way that courses make one", () => {
    for (const code of [
      "plt.close(); fig = plt.figure(); ax = fig.add_subplot(111, projection='3d')",
      "plt.close(); fig, ax = plt.subplots(subplot_kw={'projection': '3d'})",
      "plt.close(); ax = plt.subplot(1, 1, 1, projection='3d')",
      "from mpl_toolkits.mplot3d import Axes3D; assert isinstance(ax, Axes3D)",
      "from mpl_toolkits import mplot3d; import mpl_toolkits.mplot3d.axes3d as axes3d",
    ])
      expect(spaceOf(`${code}\nax.plot([0, 1], [0, 1], [0, 1])`).space?.marks).toHaveLength(1);
  });

  test("has names, limits, ticks and a view of its own", () => {
    const { space, xLabel } = spaceOf(`ax.set(xlabel="w", zlabel="loss", zlim=(0, 4))
ax.view_init(elev=20, azim=35)
ax.set_zticks([0, 2], ["none", "some"])
ax.set_box_aspect([1, 1, 2])
ax.scatter(0, 0, 0)`);
    expect(xLabel).toBe("w");
    expect(space).toMatchObject({ zLabel: "loss", zLimits: [0, 4], elevation: 20, azimuth: 35, sides: [1, 1, 2] });
    expect(space?.zTicks).toEqual({ at: [0, 2], labels: ["none", "some"] });
  });

  test("draws surfaces with the colours of a map, of a norm, or one colour", () => {
    const [mapped, plain, logged] = marksOf(`ax.plot_surface(X, Y, Z, cmap="viridis")
ax.plot_surface(x, x, Z, color="r", alpha=.5, edgecolor="k")
from matplotlib.colors import LogNorm
ax.plot_surface(X, Y, Z + 1, cmap=plt.cm.jet, norm=LogNorm(1, 100))`);
    expect(mapped).toMatchObject({ kind: "surface", rows: 9, columns: 9, wire: false, range: [0.25, 6.25] });
    expect(plain).toMatchObject({ colour: "#ff0000", alpha: 0.5, edge: "#000000" });
    expect(plain).not.toHaveProperty("map");
    expect(logged).toMatchObject({ range: [1, 100], map: { log: true } });
  });

  test("keeps the rows and columns that matplotlib keeps", () => {
    const sizes = marksOf(`big = np.linspace(0, 1, 120)
B, C = np.meshgrid(big, big)
ax.plot_surface(B, C, B * C)
ax.plot_wireframe(B, C, B * C, rstride=30, cstride=60)`).map(
      (mark) => mark.kind === "surface" && [mark.rows, mark.columns, mark.wire],
    );
    expect(sizes).toEqual([
      [41, 41, false],
      [5, 3, true],
    ]);
  });

  test("draws curves, points, contours, arrows and words", () => {
    const marks = marksOf(`t = np.linspace(0, 6, 20)
ax.plot3D(np.cos(t), np.sin(t), t, "r--", label="spiral")
ax.scatter(x, x, x, c=x, cmap="Reds", s=9)
ax.contour(X, Y, Z, 5, offset=-1)
ax.contourf(X, Y, Z, levels=[0, 1, 2], zdir="z", offset=-1)
ax.quiver(0, 0, 0, [1, 0], [0, 2], [0, 0], normalize=True)
ax.text(0, 0, 1, "here", color="red")
ax.plot([0, 1], [0, 1])`);
    expect(marks.map(({ kind }) => kind)).toEqual(["line", "points", "contour", "contour", "arrows", "text", "line"]);
    expect(marks).toMatchObject([
      { dash: "dashed", colour: "#ff0000", label: "spiral" },
      { range: [-2, 2], sizes: Array(9).fill(9) },
      { filled: false, offset: -1 },
      { filled: true, levels: [0, 1, 2] },
      { u: [1, 0], v: [0, 1], w: [0, 0] },
      { text: "here", z: 1 },
      { z: [0, 0] },
    ]);
  });

  test("has a colour bar for a surface", () => {
    expect(
      spaceOf("s = ax.plot_surface(X, Y, Z, cmap='hot')\nplt.gcf().colorbar(s, ax=ax, shrink=.5, label='loss')").bar,
    ).toMatchObject({
      label: "loss",
      range: [0.25, 6.25],
    });
  });
});
