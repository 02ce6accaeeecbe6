/** The run as a picture: graph or table, the details of what is chosen, and the steps below. */
import { lazy, type ReactElement, Suspense, useCallback, useEffect, useRef, useState } from "react";
import { useStore } from "zustand";
import type { Recording } from "#stage/player.ts";
import { Transport } from "#stage/Transport.tsx";
import { usePlayer } from "#stage/usePlayer.ts";
import { ViewBoundary } from "#stage/ViewBoundary.tsx";
import { graphAt } from "#trace/graphAt.ts";
import { GraphView } from "#views/graph/GraphView.tsx";
import { Legend } from "#views/graph/Legend.tsx";
import type { FoldChoices } from "#views/graph/scene.ts";
import { useStrings } from "./strings.ts";
import type { Workbench } from "./workbench.ts";

export interface PicturePaneProps {
  readonly workbench: Workbench;
  readonly hoveredLine: number | null;
  readonly onHoverLine: (line: number | null) => void;
  readonly onGoToLine: (line: number) => void;
}

/** Opened by a click or a step, so they need not come with the first picture. */
const GraphTable = lazy(async () => ({ default: (await import("#views/graph/GraphTable.tsx")).GraphTable }));
const DetailSheet = lazy(async () => ({ default: (await import("./DetailSheet.tsx")).DetailSheet }));
const ChainCard = lazy(async () => ({ default: (await import("./ChainCard.tsx")).ChainCard }));

const LedgerTab = lazy(async () => ({ default: (await import("./LedgerTab.tsx")).LedgerTab }));
const DescentTab = lazy(async () => ({ default: (await import("./descent/DescentTab.tsx")).DescentTab }));
const PlotsTab = lazy(async () => ({ default: (await import("./PlotsTab.tsx")).PlotsTab }));
const Findings = lazy(async () => ({ default: (await import("./Findings.tsx")).Findings }));

const always = ["graph", "descent", "table", "ledger"] as const;
/** Of a run that shows figures; at the end, so that the others stay where they are. */
const withPlots = [...always, "plots"] as const;

const nothing: ReadonlySet<string> = new Set();

export function PicturePane({ workbench, hoveredLine, onHoverLine, onGoToLine }: PicturePaneProps): ReactElement {
  const strings = useStrings();
  const { picture, cursor, following } = usePlayer(workbench.player, (state) => state);
  const held = useStore(workbench.store, (state) => state.held);
  const reducedMotion = useReducedMotion();
  const [wished, setTab] = useState<(typeof withPlots)[number]>();
  const plotted = usePlotted(picture);
  const tabs: readonly (typeof withPlots)[number][] = plotted ? withPlots : always;
  const usual = plotted && drawsNothing(picture) ? "plots" : "graph";
  const tab = wished === undefined || (wished === "plots" && !plotted) ? usual : wished;
  const [selected, setSelected] = useState<string | null>(null);
  const [choices, setChoices] = useState<FoldChoices>(() => new Map());
  const onFold = useCallback(
    (group: string, open: boolean) => setChoices((before) => new Map(before).set(group, open)),
    [],
  );
  const { playback } = workbench;
  // Whoever looks at the way down wants to see the point move, not every edge of every backward pass.
  useEffect(() => playback.setTempo(tab === "descent" ? "rounds" : "steps"), [playback, tab]);
  const [pointedOut, setPointedOut] = useState<ReadonlySet<string>>(nothing);
  const pointOut = useCallback(
    (keys: readonly string[]) => setPointedOut(keys.length > 0 ? new Set(keys) : nothing),
    [],
  );
  const { story } = picture;
  const { derivatives } = workbench;
  useStore(derivatives.store);
  const common = {
    story,
    cursor,
    strings: strings.graph,
    selected: selected ?? undefined,
    hoveredLine: hoveredLine ?? undefined,
    choices,
    onSelect: setSelected,
    onHoverLine,
  };
  return (
    <section className="picture-pane" aria-label={strings.page.graph} data-screen="graph">
      <div className="picture-head">
        <div className="tabs" role="tablist" aria-label={strings.stage.views}>
          {tabs.map((name) => (
            <button
              key={name}
              type="button"
              role="tab"
              id={`tab-${name}`}
              aria-selected={tab === name}
              aria-controls="picture"
              tabIndex={tab === name ? 0 : -1}
              className="tab"
              onClick={() => setTab(name)}
              onKeyDown={(event) => {
                if (event.key !== "ArrowRight" && event.key !== "ArrowLeft") return;
                const step = event.key === "ArrowRight" ? 1 : tabs.length - 1;
                const next = tabs[(tabs.indexOf(name) + step) % tabs.length] ?? "graph";
                setTab(next);
                document.getElementById(`tab-${next}`)?.focus();
              }}
            >
              {strings.page[name]}
            </button>
          ))}
        </div>
        {tab === "graph" && <Legend strings={strings.graph} />}
      </div>
      <div className="picture-body" id="picture" role="tabpanel" aria-labelledby={`tab-${tab}`}>
        <ViewBoundary about={story} message={strings.stage.broken(strings.page[tab])} again={strings.stage.again}>
          {tab === "graph" && (
            <GraphView
              {...common}
              reducedMotion={reducedMotion}
              oneFingerPans
              derivativeOf={(link) => derivatives.of(story, link)}
              onFold={onFold}
              layoutLater={workbench.layoutLater}
              pointedOut={pointedOut}
            />
          )}
          <Suspense>
            {tab === "table" && <GraphTable {...common} />}
            {tab === "descent" && <DescentTab workbench={workbench} />}
            {tab === "plots" && (
              <PlotsTab
                workbench={workbench}
                hoveredLine={hoveredLine}
                onHoverLine={onHoverLine}
                onGoToLine={onGoToLine}
              />
            )}
            {tab === "ledger" && <LedgerTab workbench={workbench} selected={selected} onSelect={setSelected} />}
          </Suspense>
        </ViewBoundary>
        {tab === "graph" && picture.end && (
          <Suspense>
            <Findings key={picture.source} workbench={workbench} onSelect={setSelected} onPointOut={pointOut} />
          </Suspense>
        )}
        {selected !== null && (
          <div className="sheet">
            <ViewBoundary
              about={selected}
              message={strings.stage.broken(strings.stage.inspector)}
              again={strings.stage.again}
            >
              <Suspense>
                <DetailSheet
                  workbench={workbench}
                  selected={selected}
                  choices={choices}
                  onFold={onFold}
                  onSelect={setSelected}
                  onGoToLine={onGoToLine}
                  onPointOut={pointOut}
                />
              </Suspense>
            </ViewBoundary>
          </div>
        )}
        {held && <HeldProgram workbench={workbench} />}
      </div>
      {!following && tab !== "descent" && tab !== "plots" && (
        <Suspense>
          <ChainCard workbench={workbench} />
        </Suspense>
      )}
      <Transport
        player={workbench.player}
        playback={workbench.playback}
        strings={strings.transport}
        steps={strings.steps}
      />
    </section>
  );
}

/** Whether the run shows figures; while a new run is under way, what held of the one before. */
function usePlotted({ story, end }: Recording): boolean {
  const plotted = useRef(false);
  const now = story.index.plots.length > 0;
  if (now || end) plotted.current = now;
  return plotted.current;
}

/** A program that only plots has an empty graph: until a reader has chosen a tab, its figures are what there is to see. */
function drawsNothing({ story }: Recording): boolean {
  return graphAt(story, story.length).nodes.length === 0;
}

/** A program that came with a link is read before it is run. */
function HeldProgram({ workbench }: { readonly workbench: Workbench }): ReactElement {
  const { link } = useStrings();
  return (
    <div className="held" role="dialog" aria-label={link.title}>
      <h2>{link.title}</h2>
      <p>{link.text}</p>
      <button type="button" className="button is-primary" onClick={() => void workbench.run()}>
        {link.run}
      </button>
    </div>
  );
}

function useReducedMotion(): boolean {
  const [reduced, setReduced] = useState(() => matchMedia(REDUCED).matches);
  useEffect(() => {
    const query = matchMedia(REDUCED);
    const listen = (): void => setReduced(query.matches);
    query.addEventListener("change", listen);
    return () => query.removeEventListener("change", listen);
  }, []);
  return reduced;
}

const REDUCED = "(prefers-reduced-motion: reduce)";
