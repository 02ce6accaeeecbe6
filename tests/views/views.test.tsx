import type { ReactElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { en as enFirst } from "#strings/en.ts";
import { enLate } from "#strings/enLate.ts";
import { zh as zhFirst } from "#strings/zh.ts";
import { zhLate } from "#strings/zhLate.ts";
import { curvesOf, iterationAtCursor } from "#trace/curves.ts";
import { descentOf } from "#trace/descent.ts";
import { graphAt } from "#trace/graphAt.ts";
import { backwardStepAt } from "#trace/links.ts";
import { opStepAt, type Story, storyOf } from "#trace/story.ts";
import { ChainNode } from "#views/chain/ChainNode.tsx";
import { ChainStep } from "#views/chain/ChainStep.tsx";
import { ForwardStep } from "#views/chain/ForwardStep.tsx";
import { Console } from "#views/console/Console.tsx";
import { Curves } from "#views/curves/Curves.tsx";
import { GraphTable } from "#views/graph/GraphTable.tsx";
import { GraphView } from "#views/graph/GraphView.tsx";
import { Inspector } from "#views/inspector/Inspector.tsx";
import { Ledger } from "#views/ledger/Ledger.tsx";
import { Why } from "#views/ledger/Why.tsx";
import { Rule } from "#views/rule/Rule.tsx";
import { fixtures } from "../fixtures/traces.ts";

const en = { ...enFirst, ...enLate };
const zh = { ...zhFirst, ...zhLate };
const nothing = (): void => undefined;

/** Every view as a function of a story and a cursor. */
const views: Readonly<Record<string, (story: Story, cursor: number, strings: typeof en) => ReactElement>> = {
  graph: (story, cursor, strings) => (
    <GraphView
      story={story}
      cursor={cursor}
      strings={strings.graph}
      selected={undefined}
      hoveredLine={undefined}
      onSelect={nothing}
      onHoverLine={nothing}
      reducedMotion
      oneFingerPans
    />
  ),
  table: (story, cursor, strings) => (
    <GraphTable
      story={story}
      cursor={cursor}
      strings={strings.graph}
      selected={undefined}
      hoveredLine={undefined}
      onSelect={nothing}
      onHoverLine={nothing}
    />
  ),
  inspector: (story, cursor, strings) => (
    <Inspector
      story={story}
      cursor={cursor}
      selected={graphAt(story, cursor).nodes.at(-1)?.key ?? "none"}
      strings={strings.inspector}
      onClose={nothing}
      onGoToLine={nothing}
      onSelect={nothing}
    />
  ),
  curves: (story, cursor, strings) => {
    const descent = descentOf(story);
    if (!descent) return <p />;
    return (
      <Curves
        curves={curvesOf(story, descent)}
        cursor={cursor}
        position={iterationAtCursor(story, descent, cursor)}
        onMoveTo={nothing}
        strings={strings.curves}
      />
    );
  },
  rule: (story, cursor, strings) => {
    const descent = descentOf(story);
    return descent ? <Rule story={story} descent={descent} cursor={cursor} strings={strings.descent.rule} /> : <p />;
  },
  chainStep: (story, cursor, strings) => {
    const step = backwardStepAt(story, cursor);
    const derivativeOf = () => ({ argument: "self", rows: 1, columns: 1, data: [2] });
    if (!step) return <p />;
    return <ChainStep story={story} cursor={cursor} step={step} strings={strings.chain} derivativeOf={derivativeOf} />;
  },
  forwardStep: (story, cursor, strings) => {
    const node = opStepAt(story, cursor);
    return node ? <ForwardStep story={story} node={node} strings={strings.chain} /> : <p />;
  },
  chainNode: (story, cursor, strings) => (
    <ChainNode
      story={story}
      cursor={cursor}
      id={graphAt(story, cursor).nodes[0]?.ids[0] ?? -1}
      strings={strings.chain}
      derivativeOf={() => "unknown"}
      ask={() => Promise.reject(new Error("nobody pressed the button"))}
    />
  ),
  ledger: (story, cursor, strings) => (
    <Ledger
      story={story}
      cursor={cursor}
      strings={strings.ledger}
      selected={undefined}
      roundAt={() => 1}
      onSelect={nothing}
      onMoveTo={nothing}
    />
  ),
  why: (story, cursor, strings) => (
    <Why story={story} cursor={cursor} id={graphAt(story, cursor).nodes[0]?.ids[0] ?? -1} strings={strings.why} />
  ),
  console: (story, cursor, strings) => (
    <Console story={story} cursor={cursor} strings={strings.console} advice={undefined} onGoToLine={nothing} />
  ),
};

describe.each(Object.keys(views))("the %s", (name) => {
  test.each(Object.keys(fixtures))("draws %s at its start, middle and end, in both languages", (fixture) => {
    const trace = fixtures[fixture]?.();
    if (!trace) throw new Error(`there is no fixture ${fixture}`);
    const story = storyOf(trace);
    for (const strings of [en, zh]) {
      for (const share of [0, 0.37, 0.5, 1]) {
        const markup = renderToStaticMarkup(views[name]?.(story, share * story.length, strings) ?? <p />);
        expect(markup).not.toMatch(/NaN|\[object|undefined/);
      }
    }
  });
});

test("values and gradients stand on the nodes", () => {
  const story = storyOf(fixtures.square?.() as never);
  const markup = renderToStaticMarkup(views.graph?.(story, story.length, en) ?? <p />);
  expect(markup).toMatch(/aria-label="x[^"]*3[^"]*6/);
});
