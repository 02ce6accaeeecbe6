/** The step of a backward pass that is under way, as the chain rule writes it: in symbols, in this op's terms, in numbers. */
import { Fragment, type ReactElement } from "react";
import type { Value } from "#trace/events.ts";
import { type BackwardStep, type Link, partsOf } from "#trace/links.ts";
import { titleOf } from "#trace/nodeLabel.ts";
import type { Jacobian } from "#trace/replay.ts";
import type { Story } from "#trace/story.ts";
import { valueAt } from "#trace/story.ts";
import { Formula } from "#ui/Formula.tsx";
import { sumOf } from "../value/sum.ts";
import { factorOf, localTex, ruleTex, symbolTex } from "./chainTex.ts";
import { Amount, Derivative, Row, Sign } from "./numbers.tsx";
import type { ChainStrings } from "./strings.ts";
import "./chain.css";

/** Looks up an op's own derivative; undefined while it is computed, "unknown" where the engine cannot tell. */
export type DerivativeOf = (link: Link) => Jacobian | "unknown" | undefined;

export interface ChainStepProps {
  readonly story: Story;
  readonly cursor: number;
  readonly step: BackwardStep;
  readonly strings: ChainStrings;
  readonly derivativeOf: DerivativeOf;
}

export function ChainStep({ story, cursor, step, strings, derivativeOf }: ChainStepProps): ReactElement {
  if (step.kind === "grad") return <Arrival story={story} step={step} strings={strings} />;
  return <Flow story={story} cursor={cursor} link={step.link} strings={strings} derivativeOf={derivativeOf} />;
}

interface FlowProps extends Omit<ChainStepProps, "step"> {
  readonly link: Link;
}

function Flow({ story, cursor, link, strings, derivativeOf }: FlowProps): ReactElement {
  const { flow, upstream, result } = link;
  const jacobian = derivativeOf(link);
  const rule = ruleTex(story, link);
  const local = localTex(story, link);
  const scalar = flow.value.shape.length === 0 && (upstream?.shape.length ?? 0) === 0;
  const others = partsOf(story, link.pass, flow.to, Math.ceil(cursor)).filter(({ since }) => since < link.since);
  return (
    <>
      <h3>{strings.from(nameIn(story, result, strings), nameIn(story, flow.to, strings))}</h3>
      <dl className="chain-rows">
        <dt>{strings.symbols}</dt>
        <dd>
          <Formula tex={symbolTex(story, link)} />
        </dd>
        {(scalar ? (local ?? rule) : (rule ?? local)) !== undefined && (
          <>
            <dt>{scalar && local !== undefined ? strings.local : strings.rule}</dt>
            <dd>
              <Formula tex={(scalar ? (local ?? rule) : (rule ?? local)) ?? ""} />
              <Broadcast story={story} link={link} strings={strings} />
            </dd>
          </>
        )}
        <dt className="is-numbers">{strings.numbers}</dt>
        <dd className="is-numbers">
          <Row>
            {upstream && <Amount value={upstream} label={strings.upstream} />}
            {jacobian !== undefined && jacobian !== "unknown" ? (
              <>
                <Sign>×</Sign>
                <Derivative jacobian={jacobian} label={strings.jacobian} />
                <Sign>=</Sign>
              </>
            ) : (
              <Sign>→</Sign>
            )}
            <Amount value={flow.value} label={strings.result} />
          </Row>
          {others.length > 0 && (
            <>
              <p className="chain-note">{strings.together}</p>
              <Row>
                <Sum parts={[...others, link].map((part) => part.flow.value)} />
              </Row>
            </>
          )}
        </dd>
      </dl>
    </>
  );
}

function Arrival({
  story,
  step,
  strings,
}: {
  readonly story: Story;
  readonly step: Extract<BackwardStep, { kind: "grad" }>;
  readonly strings: ChainStrings;
}): ReactElement {
  const { grad, parts, before } = step;
  const name = nameIn(story, grad.id, strings);
  return (
    <>
      <h3>{parts.length === 0 ? strings.starts(name) : strings.arrived(name)}</h3>
      <dl className="chain-rows">
        <dt>{strings.numbers}</dt>
        <dd>
          <Row>
            {parts.length > 1 ? <Sum parts={parts.map((part) => part.flow.value)} /> : <Amount value={grad.added} />}
          </Row>
        </dd>
        {before && (
          <>
            <dt>{strings.accumulated}</dt>
            <dd>
              <Row>
                <Amount value={before} />
                <Sign>+</Sign>
                <Amount value={grad.added} />
                <Sign>=</Sign>
                <Amount value={grad.value} />
              </Row>
            </dd>
          </>
        )}
      </dl>
      <p className="chain-note">{grad.stored ? strings.stored(name) : strings.notKept}</p>
    </>
  );
}

/** More summands than this are told by their number. */
const mostShown = 4;

/** `2 + 4 = 6`, summed in the precision in which the engine sums. */
function Sum({ parts }: { readonly parts: readonly Value[] }): ReactElement {
  const total = sumOf(parts);
  return (
    <>
      {parts.slice(0, mostShown).map((part, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a summand is its place.
        <Fragment key={i}>
          {i > 0 && <Sign>+</Sign>}
          <Amount value={part} />
        </Fragment>
      ))}
      {parts.length > mostShown && <Sign>+ …</Sign>}
      <Sign>=</Sign>
      {total && <Amount value={total} />}
    </>
  );
}

/** Where an input was spread over a larger result, its gradient is summed back. */
function Broadcast({
  story,
  link,
  strings,
}: {
  readonly story: Story;
  readonly link: Link;
  readonly strings: ChainStrings;
}): ReactElement | null {
  const { event } = link.node;
  const card = event.type === "op" ? story.index.ops[event.op] : undefined;
  const rule = card?.vjp[link.flow.argument];
  const from = valueAt(story, link.result, link.since)?.shape ?? [];
  const to = link.flow.value.shape;
  if (rule === undefined || factorOf(rule) === undefined || from.join() === to.join()) return null;
  const axes = broadcastAxes(from, to);
  if (axes.length > 0) return <p className="chain-note">{strings.summedOver(axes.join(", "))}</p>;
  return from.length < to.length ? <p className="chain-note">{strings.spreadOut}</p> : null;
}

/** The axes of `from` along which `to` was repeated to fit. */
function broadcastAxes(from: readonly number[], to: readonly number[]): readonly number[] {
  const lead = from.length - to.length;
  return from.flatMap((size, axis) => {
    const own = axis < lead ? 1 : (to[axis - lead] ?? 1);
    return own === 1 && (size !== 1 || axis < lead) ? [axis] : [];
  });
}

const nameIn = (story: Story, id: number, strings: ChainStrings): string => titleOf(story, id) ?? strings.unnamed;
