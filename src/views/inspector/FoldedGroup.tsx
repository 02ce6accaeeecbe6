/** What stands behind a closed box: the ops of its group, or the data of a line. */
import type { ReactElement } from "react";
import { graphAt } from "#trace/graphAt.ts";
import { groupPathsOf } from "#trace/groups.ts";
import type { Story } from "#trace/story.ts";
import { expressionOf, relationsOf } from "../value/expression.ts";
import { gradientOfNode, valueOfNode } from "../value/gradientOf.ts";
import { summaryOf } from "../value/summary.ts";
import type { InspectorStrings } from "./strings.ts";

export interface FoldedGroupProps {
  readonly story: Story;
  readonly cursor: number;
  readonly strings: InspectorStrings;
  /** The key of the group. */
  readonly group: string;
  readonly onGoToLine: (line: number) => void;
}

const most = 40;
/** Data that was folded has the line and the kind in its group's key. */
const dataGroup = /\|data (\d+) (\w+)$/;

export function FoldedGroup({ story, cursor, strings, group, onGoToLine }: FoldedGroupProps): ReactElement {
  const graph = graphAt(story, cursor);
  const { inputs } = relationsOf(graph);
  const paths = groupPathsOf(story);
  const data = dataGroup.exec(group);
  const nodes = graph.nodes.filter((node) =>
    data
      ? node.op === undefined && String(node.line) === data[1] && node.kind === data[2]
      : paths.get(node.key)?.some(({ key }) => key === group),
  );
  const lines = [...new Set(nodes.map((node) => node.line))].filter((line) => line > 0);
  const [line = 0] = lines;
  const last = nodes.slice(-most);
  return (
    <>
      <p className="inspector-note">
        <button type="button" className="inspector-link" onClick={() => onGoToLine(line)}>
          {strings.foldedLine(nodes.length, line, Math.max(line, ...lines))}
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
