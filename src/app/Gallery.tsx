/** Every view on every fixture trace at any cursor: where a view is built and looked at. Only the development server has this page (`#/gallery`). */
import { type ReactElement, useMemo, useState } from "react";
import type { Strings } from "#strings/en.ts";
import type { LateStrings } from "#strings/enLate.ts";
import { curvesOf, iterationAtCursor } from "#trace/curves.ts";
import { descentOf } from "#trace/descent.ts";
import { graphAt } from "#trace/graphAt.ts";
import { storyOf } from "#trace/story.ts";
import { Console } from "#views/console/Console.tsx";
import { Curves } from "#views/curves/Curves.tsx";
import { GraphTable } from "#views/graph/GraphTable.tsx";
import { GraphView } from "#views/graph/GraphView.tsx";
import { Inspector } from "#views/inspector/Inspector.tsx";
import { Rule } from "#views/rule/Rule.tsx";
import { fixtures } from "../../tests/fixtures/traces.ts";
import "./playground.css";

const views = ["graph", "table", "inspector", "console", "curves", "rule"] as const;

export function Gallery({ strings, late }: { readonly strings: Strings; readonly late: LateStrings }): ReactElement {
  const [name, setName] = useState(Object.keys(fixtures)[1] ?? "");
  const [view, setView] = useState<(typeof views)[number]>("graph");
  const trace = useMemo(() => fixtures[name]?.(), [name]);
  const story = useMemo(() => (trace ? storyOf(trace) : undefined), [trace]);
  const [at, setAt] = useState(1);
  const [selected, setSelected] = useState<string | null>(null);
  if (!story || !trace) return <p>There is no such fixture.</p>;
  const cursor = at * story.length;
  const descent = descentOf(story);
  const common = {
    story,
    cursor,
    strings: strings.graph,
    selected: selected ?? undefined,
    hoveredLine: undefined,
    onSelect: setSelected,
    onHoverLine: () => undefined,
  };
  return (
    <main className="gallery">
      <form className="gallery-choice">
        <select aria-label="Fixture" value={name} onChange={(event) => setName(event.currentTarget.value)}>
          {Object.keys(fixtures).map((fixture) => (
            <option key={fixture}>{fixture}</option>
          ))}
        </select>
        <select aria-label="View" value={view} onChange={(event) => setView(event.currentTarget.value as typeof view)}>
          {views.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
        <input
          type="range"
          aria-label="Cursor"
          min={0}
          max={1}
          step={0.001}
          value={at}
          onChange={(event) => setAt(Number(event.currentTarget.value))}
        />
        <output>
          {cursor.toFixed(1)} / {story.length}
        </output>
      </form>
      <div className="gallery-view">
        {view === "graph" && <GraphView {...common} reducedMotion={false} oneFingerPans />}
        {view === "table" && <GraphTable {...common} />}
        {view === "inspector" && (
          <Inspector
            story={story}
            cursor={cursor}
            selected={selected ?? graphAt(story, cursor).nodes.at(-1)?.key ?? ""}
            strings={late.inspector}
            onClose={() => undefined}
            onGoToLine={() => undefined}
            onSelect={setSelected}
          />
        )}
        {view === "curves" && descent && (
          <Curves
            curves={curvesOf(story, descent)}
            cursor={cursor}
            position={iterationAtCursor(story, descent, cursor)}
            onMoveTo={(to) => setAt(to / story.length)}
            strings={late.curves}
          />
        )}
        {view === "rule" && descent && (
          <Rule story={story} descent={descent} cursor={cursor} strings={late.descent.rule} />
        )}
        {view === "console" && (
          <Console
            story={story}
            cursor={cursor}
            strings={strings.console}
            advice={undefined}
            onGoToLine={() => undefined}
          />
        )}
      </div>
    </main>
  );
}
