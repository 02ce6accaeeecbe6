/** What stands behind a folded box: the nodes that one source line made. */
import type { ReactElement } from "react";
import type { NodeKind } from "#trace/graph.ts";
import { graphAt } from "#trace/graphAt.ts";
import type { Story } from "#trace/story.ts";
import { expressionOf, relationsOf } from "../value/expression.ts";
import { gradientOfNode, valueOfNode } from "../value/gradientOf.ts";
import { summaryOf } from "../value/summary.ts";
import type { InspectorStrings } from "./strings.ts";

export interface FoldedLineProps {
  readonly story: Story;
  readonly cursor: number;
  readonly strings: InspectorStrings;
  readonly line: number;
  readonly isOp: boolean;
  readonly kind: NodeKind;
  readonly onGoToLine: (line: number) => void;
}

const most = 40;

export function FoldedLine({ story, cursor, strings, line, isOp, kind, onGoToLine }: FoldedLineProps): ReactElement {
  const graph = graphAt(story, cursor);
  const { inputs } = relationsOf(graph);
  const nodes = graph.nodes.filter(
    (node) => node.line === line && (isOp ? node.op !== undefined : node.op === undefined && node.kind === kind),
  );
  const last = nodes.slice(-most);
  return (
    <>
      <p className="inspector-note">
        <button type="button" className="inspector-link" onClick={() => onGoToLine(line)}>
          {strings.foldedLine(nodes.length, line)}
        </button>
      </p>
      {nodes.length > last.length && <p className="inspector-note">{strings.more(nodes.length - last.length)}</p>}
      <table className="inspector-list">
        <thead>
          <tr>
            <th scope="col">{strings.madeBy}</th>
            <th scope="col">{strings.value}</th>
            <th scope="col">{strings.gradient}</th>
          </tr>
        </thead>
        <tbody>
          {last.map((node) => {
            const value = valueOfNode(story, node, cursor);
            const gradient = gradientOfNode(story, node, cursor);
            return (
              <tr key={node.key}>
                <td>{expressionOf(node, inputs.get(node.key) ?? [])}</td>
                <td>{value ? summaryOf(value, 3) : ""}</td>
                <td>{gradient ? summaryOf(gradient, 3) : strings.none}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </>
  );
}
