/** Curves over the iterations of a run: the loss, the numbers that move, the gradient's norm, the learning rate. */
import { type KeyboardEvent, type PointerEvent, type ReactElement, useMemo, useState } from "react";
import type { Curve } from "#trace/curves.ts";
import { PlotData } from "#ui/PlotData.tsx";
import { plotArea } from "#ui/PlotFrame.tsx";
import { type PlotAxis, plotScale, shortNumber } from "#ui/plotScale.ts";
import { useSize } from "#ui/useSize.ts";
import { canBeLog, reachOf, wantsLog } from "./axes.ts";
import { Choice } from "./Choice.tsx";
import { iterationsOf, rowsOf } from "./dataRows.ts";
import { type ExtraCurve, indexUpTo, isNoisy, linesOf, linesOfOthers, nearestIndex, valueOn } from "./lines.ts";
import { Panel } from "./Panel.tsx";
import { Readout, textOf } from "./Readout.tsx";
import type { CurvesStrings } from "./strings.ts";
import "./curves.css";

export interface CurvesProps {
  readonly curves: readonly Curve[];
  /** The losses of other runs, to compare with. */
  readonly extra?: readonly ExtraCurve[];
  /** Curves that somebody has asked for: shown until they are put away, as the loss is. */
  readonly asked?: readonly string[];
  readonly cursor: number;
  /** The iteration at the cursor; between two steps it is on the way from one to the next. */
  readonly position: number;
  readonly onMoveTo: (cursor: number) => void;
  readonly strings: CurvesStrings;
}

/** From top to bottom, with their heights. */
const panels = [
  { kind: "loss", height: 220 },
  { kind: "gradient", height: 150 },
  { kind: "coordinate", height: 190 },
  { kind: "rate", height: 130 },
] as const;

/** Before the chart stands on the page. */
const usualWidth = 640;
const none: readonly ExtraCurve[] = [];
const nobody: readonly string[] = [];

export function Curves(props: CurvesProps): ReactElement {
  const { curves, extra = none, asked = nobody, cursor, position, onMoveTo, strings } = props;
  const [chosen, setChosen] = useState<Readonly<Record<string, boolean>>>({});
  const [logs, setLogs] = useState<Partial<Record<Curve["kind"], boolean>>>({});
  const [smoothing, setSmoothing] = useState(0);
  const [hovered, setHovered] = useState<number>();
  const [focused, setFocused] = useState(false);
  const [ref, { width: measured }] = useSize<HTMLDivElement>();

  const all = useMemo(() => linesOf(curves, smoothing, strings), [curves, smoothing, strings]);
  const others = useMemo(() => linesOfOthers(extra, smoothing), [extra, smoothing]);
  const shown = useMemo(() => {
    const own = all.filter(({ id }) => chosen[id] ?? (id === "loss" || asked.includes(id)));
    return panels.flatMap(({ kind, height }) => {
      const lines = own.filter((line) => line.kind === kind);
      if (lines.length === 0) return [];
      const together = kind === "loss" ? [...others, ...lines] : lines;
      const reach = reachOf(together);
      const log = isNoisy(kind) && canBeLog(reach) && (logs[kind] ?? wantsLog(reach));
      return [{ kind, height, log, lines: together, loggable: isNoisy(kind) && canBeLog(reach) }];
    });
  }, [all, others, chosen, logs, asked]);
  const lines = useMemo(() => shown.flatMap((panel) => panel.lines), [shown]);
  const iterations = useMemo(() => iterationsOf(lines), [lines]);

  const walk = useMemo(() => longest(curves), [curves]);
  const x = useMemo((): PlotAxis => ({ ...spanOf(curves, extra), whole: true, label: "" }), [curves, extra]);
  const width = measured || usualWidth;
  const named = lines.filter(({ kind, own }) => kind === "coordinate" || !own || others.length > 0);
  const nameLength = Math.min(Math.max(0, ...named.map(({ name }) => name.length)), width < 480 ? 8 : 16);
  // The names stand to the right of the frame.
  const frame = width - (nameLength > 0 ? nameLength * 7.4 + 6 : 0);
  const area = plotArea({ width: frame, height: 100 });
  const across = plotScale(x, area.left, area.right);

  if (!walk) return <p className="curves-note">{strings.empty}</p>;
  const last = walk.iterations.at(-1) ?? 0;
  const reading = (iteration: number): string =>
    lines
      .map((line) => strings.reading(line.name, textOf(valueOn(line, line.values, iteration), line, strings)))
      .join(", ");
  const goTo = (index: number): void => {
    const since = walk.sinces[Math.max(0, Math.min(walk.sinces.length - 1, index))];
    if (since !== undefined && since !== cursor) onMoveTo(since);
  };
  const indexUnder = (event: PointerEvent<HTMLDivElement>): number =>
    nearestIndex(walk.iterations, across.from(event.clientX - event.currentTarget.getBoundingClientRect().left));
  const point = (event: PointerEvent<HTMLDivElement>): void => {
    const index = indexUnder(event);
    setHovered(walk.iterations[index]);
    if (event.buttons === 1) goTo(index);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const before = indexUpTo(walk.iterations, position);
    const between = walk.iterations[before] !== position;
    const steps: Readonly<Record<string, number>> = {
      ArrowLeft: between ? before : before - 1,
      ArrowRight: before + 1,
      PageDown: before - 10,
      PageUp: before + 10,
      Home: 0,
      End: walk.iterations.length - 1,
    };
    const index = steps[event.key];
    if (index === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    // The player listens for the same keys.
    event.stopPropagation();
    goTo(index);
  };
  const present = Math.max(0, Math.min(last, Math.floor(position)));

  return (
    <div className="curves">
      <Choice
        lines={all}
        shown={(id) => chosen[id] ?? (id === "loss" || asked.includes(id))}
        onShow={(id, on) => setChosen((before) => ({ ...before, [id]: on }))}
        logs={shown.filter(({ loggable }) => loggable).map(({ kind, log }) => ({ kind, on: log }))}
        onLog={(kind, on) => setLogs((before) => ({ ...before, [kind]: on }))}
        smoothing={shown.some(({ kind }) => isNoisy(kind)) ? smoothing : undefined}
        onSmoothing={setSmoothing}
        strings={strings}
      />
      <div
        ref={ref}
        className="curves-chart"
        role="slider"
        tabIndex={0}
        aria-label={strings.title}
        aria-valuemin={0}
        aria-valuemax={last}
        aria-valuenow={present}
        aria-valuetext={strings.atOf(shortNumber(present), shortNumber(last))}
        onKeyDown={onKeyDown}
        onFocus={() => setFocused(true)}
        onBlur={() => setFocused(false)}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          point(event);
        }}
        onPointerMove={point}
        onPointerLeave={() => setHovered(undefined)}
      >
        {shown.length === 0 && <p className="curves-note">{strings.noneShown}</p>}
        {shown.map(({ kind, height, log, lines: drawn }, i) => (
          <SizedPanel
            key={kind}
            kind={kind}
            lines={drawn}
            x={x}
            label={i === shown.length - 1 ? strings.iteration : ""}
            width={frame}
            height={height}
            log={log}
            position={position}
            nameLength={nameLength}
            strings={strings}
          />
        ))}
        {hovered !== undefined && shown.length > 0 && (
          <>
            <div className="curves-hover" style={{ left: across.at(hovered) }} />
            <Readout lines={lines} iteration={hovered} x={across.at(hovered)} width={width} strings={strings} />
          </>
        )}
      </div>
      {/* Only while somebody is here: during a play it would never be silent. */}
      <output className="visually-hidden">{focused ? reading(present) : ""}</output>
      {lines.length > 0 && (
        <PlotData
          columns={[strings.iteration, ...lines.map(({ name }) => name)]}
          rows={() => rowsOf(lines, iterations)}
          current={indexUpTo(iterations, position)}
          strings={strings.data}
        />
      )}
    </div>
  );
}

type SizedPanelProps = Omit<Parameters<typeof Panel>[0], "size"> & {
  readonly label: string;
  readonly width: number;
  readonly height: number;
};

/** Keeps the panel's measures the same objects while only the cursor moves. */
function SizedPanel({ x, label, width, height, ...rest }: SizedPanelProps): ReactElement {
  const size = useMemo(() => ({ width, height }), [width, height]);
  const axis = useMemo(() => ({ ...x, label }), [x, label]);
  return <Panel {...rest} x={axis} size={size} />;
}

/** The curve with the most points: its points are the steps of the keyboard and of the pointer. */
function longest(curves: readonly Curve[]): Curve | undefined {
  return curves.reduce<Curve | undefined>(
    (most, curve) => (curve.iterations.length > (most?.iterations.length ?? 0) ? curve : most),
    undefined,
  );
}

/** All iterations that any of these runs has. */
function spanOf(
  curves: readonly Curve[],
  extra: readonly ExtraCurve[],
): { readonly low: number; readonly high: number } {
  let [low, high] = [Number.POSITIVE_INFINITY, 0];
  for (const { iterations } of [...curves, ...extra]) {
    if (iterations.length === 0) continue;
    low = Math.min(low, iterations[0] ?? 0);
    high = Math.max(high, iterations[iterations.length - 1] ?? 0);
  }
  return { low: Math.min(low, high), high: high > low ? high : low + 1 };
}
