/** How the op is written, and what its gradient rule sends to each input. */
import type { ReactElement } from "react";
import type { Graph, GraphNode } from "#trace/graph.ts";
import type { Story } from "#trace/story.ts";
import { Formula } from "#ui/Formula.tsx";
import { formulasOf } from "../value/formulas.ts";
import type { InspectorStrings } from "./strings.ts";

export interface OpFormulasProps {
  readonly story: Story;
  readonly node: GraphNode;
  readonly graph: Graph;
  readonly strings: InspectorStrings;
}

export function OpFormulas({ story, node, graph, strings }: OpFormulasProps): ReactElement | null {
  const { ops } = story.index;
  const card = node.op !== undefined && Object.hasOwn(ops, node.op) ? ops[node.op] : undefined;
  if (!card) return null;
  const nodes = new Map(graph.nodes.map((other) => [other.key, other]));
  const { forward, rules } = formulasOf(card, node.args, node.name, (arg) => {
    const edge = graph.edges.find((other) => other.to === node.key && other.argument === arg.name);
    return edge && nodes.get(edge.from)?.name;
  });
  return (
    <>
      <h3>{strings.formula}</h3>
      <div className="inspector-formula">
        <Formula tex={forward} display />
      </div>
      {rules.length > 0 && node.gradFn !== null && (
        <>
          <h3>{strings.gradientRules}</h3>
          {rules.map((rule) => (
            <div key={rule.argument} className="inspector-formula">
              <Formula tex={rule.tex} display />
            </div>
          ))}
        </>
      )}
    </>
  );
}
