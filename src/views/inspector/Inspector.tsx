/** All that is known about one node at a cursor. */
import type { ReactElement, ReactNode } from "react";
import type { GraphNode } from "#trace/graph.ts";
import { graphAt } from "#trace/graphAt.ts";
import { gradAt, type Story, tensorAt } from "#trace/story.ts";
import { expressionOf, nameOfNode, relationsOf } from "../value/expression.ts";
import { gradientOfNode, valueOfNode } from "../value/gradientOf.ts";
import { sizeText } from "../value/shapeText.ts";
import { FoldedGroup } from "./FoldedGroup.tsx";
import { OpFormulas } from "./OpFormulas.tsx";
import type { InspectorStrings } from "./strings.ts";
import { ValueTable } from "./ValueTable.tsx";
import "./inspector.css";

export interface InspectorProps {
  readonly story: Story;
  readonly cursor: number;
  readonly selected: string;
  readonly strings: InspectorStrings;
  readonly onClose: () => void;
  readonly onGoToLine: (line: number) => void;
  /** Lets inputs and users be chosen from here. */
  readonly onSelect?: (key: string) => void;
  /** What a closed box is called. */
  readonly title?: string | undefined;
  /** What else there is to say about the gradient. */
  readonly aboutGradient?: ReactNode;
}

export function Inspector(props: InspectorProps): ReactElement {
  const { story, cursor, selected, strings, onClose } = props;
  const graph = graphAt(story, cursor);
  const folded = selected.startsWith("fold:") ? selected.slice("fold:".length) : undefined;
  const node = graph.nodes.find((other) => other.key === selected);
  const { inputs } = relationsOf(graph);
  const from = node ? (inputs.get(node.key) ?? []) : [];
  const expression = node && node.op !== undefined ? expressionOf(node, from) : undefined;
  return (
    <section className="inspector" aria-label={strings.inspector}>
      <header className="inspector-head">
        <div>
          <h2>{node ? (node.name ?? expression ?? node.label) : (props.title ?? strings.inspector)}</h2>
          {node && (
            <p className="inspector-kind">
              {strings.kinds[node.kind]}
              {node.name !== undefined && expression !== undefined && <code>= {expression}</code>}
            </p>
          )}
        </div>
        <button
          type="button"
          className="inspector-close"
          onClick={onClose}
          aria-label={strings.close}
          title={strings.close}
        >
          <svg viewBox="0 0 20 20" aria-hidden="true">
            <path d="M5,5L15,15M15,5L5,15" />
          </svg>
        </button>
      </header>
      {!node && folded === undefined && <p className="inspector-note">{strings.notYet}</p>}
      {folded !== undefined && <FoldedGroup {...props} group={folded} />}
      {node && <NodeFacts {...props} node={node} from={from} />}
    </section>
  );
}

interface NodeFactsProps extends InspectorProps {
  readonly node: GraphNode;
  readonly from: readonly GraphNode[];
}

function NodeFacts(props: NodeFactsProps): ReactElement {
  const { story, cursor, strings, node, from, onGoToLine, onSelect, aboutGradient } = props;
  const graph = graphAt(story, cursor);
  const value = valueOfNode(story, node, cursor);
  const gradient = gradientOfNode(story, node, cursor);
  const [id = -1] = node.ids;
  const facts = tensorAt(story, id, cursor);
  const kept = gradAt(story, id, cursor) !== undefined;
  const users = relationsOf(graph).users.get(node.key) ?? [];
  const cut = graph.edges.find((edge) => edge.to === node.key && edge.cut !== undefined)?.cut;
  const names = facts?.names ?? [];
  return (
    <>
      <p className="inspector-note">{cut ? strings.cuts[cut] : strings.kindNotes[node.kind]}</p>
      <h3>{strings.value}</h3>
      {value && <ValueTable value={value} tone="value" sampled={strings.sampled} label={strings.value} />}
      <h3>{strings.gradient}</h3>
      {gradient ? (
        <>
          <ValueTable value={gradient} tone="gradient" sampled={strings.sampled} label={strings.gradient} />
          {!kept && <p className="inspector-note">{strings.notKept}</p>}
        </>
      ) : (
        <p className="inspector-note">{strings.noGradient}</p>
      )}
      {aboutGradient}
      <dl className="inspector-facts">
        <dt>{strings.shape}</dt>
        <dd>{sizeText(node.shape)}</dd>
        <dt>{strings.dtype}</dt>
        <dd>torch.{node.dtype}</dd>
        <dt>is_leaf</dt>
        <dd>{facts?.isLeaf === false ? "False" : "True"}</dd>
        <dt>requires_grad</dt>
        <dd>{node.requiresGrad ? "True" : "False"}</dd>
        <dt>grad_fn</dt>
        <dd>{node.gradFn === null ? "None" : `<${node.gradFn}>`}</dd>
        {names.length > 1 && (
          <>
            <dt>{strings.names}</dt>
            <dd>{names.join(", ")}</dd>
          </>
        )}
        {from.length > 0 && <Neighbours title={strings.inputs} nodes={from} onSelect={onSelect} />}
        {users.length > 0 && <Neighbours title={strings.usedBy} nodes={users} onSelect={onSelect} />}
        {node.line > 0 && (
          <>
            <dt>{strings.line}</dt>
            <dd>
              <button
                type="button"
                className="inspector-link"
                onClick={() => onGoToLine(node.line)}
                aria-label={strings.goToLine(node.line)}
              >
                {node.line}
              </button>
            </dd>
          </>
        )}
      </dl>
      <OpFormulas story={story} node={node} graph={graph} strings={strings} />
    </>
  );
}

interface NeighboursProps {
  readonly title: string;
  readonly nodes: readonly GraphNode[];
  readonly onSelect: ((key: string) => void) | undefined;
}

function Neighbours({ title, nodes, onSelect }: NeighboursProps): ReactElement {
  const unique = [...new Map(nodes.map((node) => [node.key, node])).values()].slice(0, 12);
  return (
    <>
      <dt>{title}</dt>
      <dd className="inspector-neighbours">
        {unique.map((node) =>
          onSelect ? (
            <button key={node.key} type="button" className="inspector-link" onClick={() => onSelect(node.key)}>
              {nameOfNode(node)}
            </button>
          ) : (
            <span key={node.key}>{nameOfNode(node)}</span>
          ),
        )}
      </dd>
    </>
  );
}
