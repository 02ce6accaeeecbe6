/** The op that has just run, before any gradient comes back through it: what it computes, and with which numbers. */
import type { ReactElement } from "react";
import { titleOf } from "#trace/nodeLabel.ts";
import { type Story, valueAt } from "#trace/story.ts";
import type { NodeStory } from "#trace/storyIndex.ts";
import { Formula } from "#ui/Formula.tsx";
import { summaryOf } from "../value/summary.ts";
import { forwardTex } from "./chainTex.ts";
import type { ChainStrings } from "./strings.ts";
import "./chain.css";

export interface ForwardStepProps {
  readonly story: Story;
  readonly node: NodeStory;
  readonly strings: ChainStrings;
}

/** More inputs than this are not listed. */
const most = 4;

export function ForwardStep({ story, node, strings }: ForwardStepProps): ReactElement {
  const tex = forwardTex(story, node);
  const [result] = node.tensors;
  const value = result?.value.first;
  return (
    <>
      <h3>{strings.forward(result ? (titleOf(story, result.id) ?? "") : "")}</h3>
      <dl className="chain-rows">
        {tex !== undefined && (
          <>
            <dt>{strings.symbols}</dt>
            <dd>
              <Formula tex={tex} />
            </dd>
          </>
        )}
        <dt className="is-numbers">{strings.numbers}</dt>
        <dd className="is-numbers chain-values">
          {node.inputs.slice(0, most).map(({ argument, tensor }) => {
            const input = valueAt(story, tensor, node.since);
            return (
              <span key={argument}>
                {titleOf(story, tensor)} = {input ? summaryOf(input, 4) : "·"}
              </span>
            );
          })}
          {node.inputs.length > most && <span>…</span>}
          {value && <span>→ {summaryOf(value, 4)}</span>}
        </dd>
      </dl>
    </>
  );
}
