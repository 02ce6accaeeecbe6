/** How a chosen node's gradient came about: the sum over all ways to the root, and a check by finite differences. */
import { Fragment, type ReactElement, useEffect, useState } from "react";
import type { TensorId, Value } from "#trace/events.ts";
import { type Link, passInto, pathsOf } from "#trace/links.ts";
import { titleOf } from "#trace/nodeLabel.ts";
import { type ReplayAnswer, type ReplayQuestion, tapeBetween } from "#trace/replay.ts";
import type { Story } from "#trace/story.ts";
import type { PassStory } from "#trace/storyIndex.ts";
import { Formula } from "#ui/Formula.tsx";
import { formatNumber } from "../value/formatNumber.ts";
import type { DerivativeOf } from "./ChainStep.tsx";
import { lossTex, texOf } from "./chainTex.ts";
import { Amount, Row, Sign } from "./numbers.tsx";
import type { ChainStrings } from "./strings.ts";
import "./chain.css";

export interface ChainNodeProps {
  readonly story: Story;
  readonly cursor: number;
  readonly id: TensorId;
  readonly strings: ChainStrings;
  readonly derivativeOf: DerivativeOf;
  /** Computes recorded ops again. */
  readonly ask: (question: ReplayQuestion) => Promise<ReplayAnswer>;
}

/** More ways than this are counted, not listed. */
const mostPaths = 8;

export function ChainNode(props: ChainNodeProps): ReactElement | null {
  const { story, cursor, id, strings } = props;
  const pass = passInto(story, id, cursor);
  const arrivedSince = story.index.tensors.get(id)?.arrived.sinceAt(cursor);
  if (!pass || arrivedSince === undefined || arrivedSince <= pass.since) return null;
  const added = story.index.tensors.get(id)?.arrived.at(cursor);
  return (
    <section className="chain chain-node" aria-label={strings.title}>
      <h3>{strings.paths}</h3>
      <PathList {...props} pass={pass} total={added} />
      {added && <Check key={`${id} ${pass.event.pass}`} {...props} pass={pass} gradient={added} />}
    </section>
  );
}

interface PathListProps extends ChainNodeProps {
  readonly pass: PassStory;
  readonly total: Value | undefined;
}

function PathList({ story, id, strings, derivativeOf, pass, total }: PathListProps): ReactElement {
  const { count, listed } = pathsOf(story, pass, id, mostPaths);
  const loss = lossTex(
    story,
    pass.event.roots.map((root) => root.id),
  );
  return (
    <>
      <p className="chain-sum">
        <Formula tex={`\\frac{\\partial ${loss}}{\\partial ${texOf(story, id, 1)}}`} />
        <Sign>=</Sign>
        {total && <Amount value={total} />}
      </p>
      <p className="chain-note">{listed[0]?.length === 0 ? strings.isRoot : strings.pathCount(written(count))}</p>
      <ol className="chain-paths">
        {listed
          .filter((path) => path.length > 0)
          .map((path) => (
            <li
              key={path
                .slice(0, 50)
                .map((link) => link.since)
                .join()}
            >
              <div className="chain-way">
                <code>{titleOf(story, id)}</code>
                {path.slice(0, mostSteps).map((link) => (
                  <Fragment key={link.since}>
                    <span aria-hidden="true">→</span>
                    <code>{titleOf(story, link.result)}</code>
                  </Fragment>
                ))}
                {path.length > mostSteps && <span>→ … {path.length}</span>}
              </div>
              <Product path={path} pass={pass} derivativeOf={derivativeOf} />
            </li>
          ))}
      </ol>
      {count > listed.length && <p className="chain-note">{strings.morePaths(written(count - listed.length))}</p>}
    </>
  );
}

/** Of a longer way only the beginning is written out. */
const mostSteps = 12;

/** More factors than this are not written out. */
const mostFactors = 6;

/** Along a way of scalars, the product of the seed and of every op's own derivative. */
function Product({
  path,
  pass,
  derivativeOf,
}: {
  readonly path: readonly Link[];
  readonly pass: PassStory;
  readonly derivativeOf: DerivativeOf;
}): ReactElement | null {
  if (path.length > mostSteps) return null;
  const factors: number[] = [];
  const last = path.at(-1);
  const seed = pass.event.roots.find((root) => last?.node.tensors.some((tensor) => tensor.id === root.id))?.seed;
  if (seed?.shape.length !== 0) return null;
  factors.push(seed.data[0] ?? Number.NaN);
  for (const link of [...path].reverse()) {
    const found = derivativeOf(link);
    if (found === undefined || found === "unknown" || found.rows !== 1 || found.columns !== 1) return null;
    factors.push(found.data[0] ?? Number.NaN);
  }
  const product = factors.reduce((total, x) => total * x, 1);
  const shown = factors.slice(0, mostFactors);
  return (
    <Row>
      {shown.map((x, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a factor is its place.
        <Fragment key={i}>
          {i > 0 && <Sign>×</Sign>}
          <span className="chain-number is-local">{formatNumber(x)}</span>
        </Fragment>
      ))}
      {factors.length > shown.length && <Sign>× …</Sign>}
      <Sign>=</Sign>
      <Amount value={{ dtype: "float32", shape: [], data: [product] }} />
    </Row>
  );
}

interface CheckProps extends ChainNodeProps {
  readonly pass: PassStory;
  readonly gradient: Value;
}

/** Two numbers agree when they differ by no more than this, relative to the larger: single precision and a kink nearby both cost digits. */
const tolerance = 2e-3;

function Check({ story, id, strings, ask, pass, gradient }: CheckProps): ReactElement {
  const [answer, setAnswer] = useState<ReplayAnswer | "asked" | undefined>(undefined);
  const [wanted, setWanted] = useState(false);
  useEffect(() => {
    if (!wanted) return;
    let current = true;
    const tape = tapeBetween(story, [id], pass.event, pass.since);
    void ask({ kind: "check", tape, wrt: id, roots: pass.event.roots }).then((found) => {
      if (current) setAnswer(found);
    });
    return () => {
      current = false;
    };
  }, [wanted, story, id, pass, ask]);
  if (!wanted)
    return (
      <>
        <button type="button" className="chain-check" onClick={() => setWanted(true)}>
          {strings.check}
        </button>
        <p className="chain-note">{strings.checkNote}</p>
      </>
    );
  if (answer === undefined || answer === "asked") return <p className="chain-note">{strings.checking}</p>;
  if (answer.kind === "unanswered") return <p className="chain-note">{strings.unanswered[answer.why](answer.op)}</p>;
  if (answer.kind !== "check") return <p className="chain-note">{strings.unanswered.different("")}</p>;
  return (
    <table className="chain-table" aria-live="polite">
      <thead>
        <tr>
          {gradient.shape.length > 0 && <th scope="col">{strings.index}</th>}
          <th scope="col">{strings.gradient}</th>
          <th scope="col">{strings.difference}</th>
          <th scope="col" aria-label={strings.agrees} />
        </tr>
      </thead>
      <tbody>
        {answer.differences.map(({ index, value }) => {
          const x = gradient.sample ? undefined : gradient.data[index];
          const close =
            x !== undefined && Math.abs(x - value) <= tolerance * Math.max(1e-3, Math.abs(x), Math.abs(value));
          return (
            <tr key={index}>
              {gradient.shape.length > 0 && <td>{index}</td>}
              <td>{x === undefined ? "·" : formatNumber(x)}</td>
              <td>{formatNumber(value, "float64")}</td>
              <td className={close ? "is-close" : "is-apart"}>
                {close ? `✓ ${strings.agrees}` : `✗ ${strings.differs}`}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

const written = (count: number): string =>
  count < 1e6 ? String(count) : count.toExponential(1).replace("e+", " · 10^");
