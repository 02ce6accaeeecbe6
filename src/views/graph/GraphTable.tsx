/** The same graph as a table: for reading aloud, for searching, for printing. */
import type { ReactElement } from "react";
import type { Story } from "#trace/story.ts";
import { expressionOf, nameOfNode, relationsOf } from "../value/expression.ts";
import { gradientOfNode, valueOfNode } from "../value/gradientOf.ts";
import { shapeText } from "../value/shapeText.ts";
import { signGlyph, signOf } from "../value/sign.ts";
import { summaryOf } from "../value/summary.ts";
import { type FoldChoices, sceneOf } from "./scene.ts";
import type { GraphStrings } from "./strings.ts";
import "./graph.css";

export interface GraphTableProps {
  readonly story: Story;
  readonly cursor: number;
  readonly strings: GraphStrings;
  readonly selected?: string | undefined;
  readonly hoveredLine?: number | undefined;
  /** Which groups a person has opened or closed. */
  readonly choices?: FoldChoices | undefined;
  readonly onSelect: (key: string | null) => void;
  readonly onHoverLine: (line: number | null) => void;
}

export function GraphTable(props: GraphTableProps): ReactElement {
  const { story, cursor, strings, selected, hoveredLine, choices, onSelect, onHoverLine } = props;
  const { graph, foldedFrom } = sceneOf(story, cursor, choices);
  const { inputs } = relationsOf(graph);
  if (graph.nodes.length === 0) {
    return (
      <div className="graph-table-empty">
        <p>{strings.empty}</p>
      </div>
    );
  }
  return (
    <section className="graph-table" aria-label={strings.graph} tabIndex={0}>
      {foldedFrom !== undefined && (
        <p className="graph-table-notice">{strings.folded(foldedFrom, graph.nodes.length)}</p>
      )}
      <table>
        <thead>
          <tr>
            <th scope="col">{strings.name}</th>
            <th scope="col">{strings.kind}</th>
            <th scope="col">{strings.op}</th>
            <th scope="col">{strings.shape}</th>
            <th scope="col">{strings.value}</th>
            <th scope="col">{strings.gradient}</th>
            <th scope="col">{strings.inputs}</th>
            <th scope="col">{strings.line}</th>
          </tr>
        </thead>
        <tbody onPointerLeave={() => onHoverLine(null)}>
          {graph.nodes.map((node) => {
            const from = inputs.get(node.key) ?? [];
            const value = valueOfNode(story, node, cursor);
            const gradient = gradientOfNode(story, node, cursor);
            const sign = gradient && signOf(gradient);
            const marks = [
              node.key === selected ? "is-selected" : "",
              node.line > 0 && node.line === hoveredLine ? "is-line" : "",
            ].join(" ");
            return (
              <tr
                key={node.key}
                className={marks}
                aria-selected={node.key === selected}
                onPointerEnter={() => onHoverLine(node.line > 0 ? node.line : null)}
              >
                <th scope="row">
                  <button type="button" onClick={() => onSelect(node.key)}>
                    {node.name ?? (node.op === undefined ? node.label : "·")}
                  </button>
                </th>
                <td>{strings.kinds[node.kind]}</td>
                <td className="code">
                  {node.op === undefined ? "" : node.folded === undefined ? expressionOf(node, from) : node.label}
                </td>
                <td className="code">
                  {node.shape.length === 0 ? <span className="quiet">{strings.scalar}</span> : shapeText(node.shape)}
                </td>
                <td className="code number">{value ? summaryOf(value) : ""}</td>
                <td className={`code number ${sign === undefined ? "" : `gradient-${sign}`}`}>
                  {gradient && sign ? (
                    <>
                      <span aria-hidden="true">{signGlyph[sign]} </span>
                      {summaryOf(gradient)}
                    </>
                  ) : (
                    <span className="quiet">{strings.none}</span>
                  )}
                </td>
                <td className="code">{[...new Set(from.map(nameOfNode))].join(", ")}</td>
                <td className="code number">{node.line > 0 ? node.line : ""}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
