/** One line on where Python and the run stand. */
import { type ReactElement, useEffect, useState } from "react";
import { useStore } from "zustand";
import { usePlayer } from "#stage/usePlayer.ts";
import { useStrings } from "./strings.ts";
import type { Workbench, WorkbenchState } from "./workbench.ts";

/** A run that is shorter (ms) shows no running clock. */
const PATIENCE = 300;

export function StatusLine({ workbench }: { readonly workbench: Workbench }): ReactElement {
  const strings = useStrings();
  const state = useStore(workbench.store);
  const latest = usePlayer(workbench.player, (player) => player.latest);
  const { status } = strings;
  const stale = state.run.kind !== "none" && latest.source !== "" && latest.source !== state.text;
  return (
    <div className="status" role="status">
      <RunPart run={state.run} ops={latest.story.index.nodes.length} stale={stale && state.run.kind !== "waiting"} />
      <PythonPart python={state.python} />
      {state.python.kind === "failed" && (
        <button type="button" className="button is-small" onClick={() => void workbench.load().catch(() => undefined)}>
          {status.retry}
        </button>
      )}
    </div>
  );
}

interface RunPartProps {
  readonly run: WorkbenchState["run"];
  readonly ops: number;
  readonly stale: boolean;
}

function RunPart({ run, ops, stale }: RunPartProps): ReactElement {
  const { status } = useStrings();
  switch (run.kind) {
    case "none":
      return <span />;
    case "recorded":
      return (
        <span className="status-run" title={status.recordedHint}>
          {stale ? status.stale : status.recorded}
        </span>
      );
    case "waiting":
      return <span className="status-run is-busy">{status.waiting}</span>;
    case "running":
      return <Clock since={run.since} />;
    case "ended": {
      const facts = [status.ended[run.status], status.ms(run.ms), status.ops(ops)];
      return <span className={`status-run is-${run.status}`}>{stale ? status.stale : facts.join(" · ")}</span>;
    }
    default:
      return run satisfies never;
  }
}

function Clock({ since }: { readonly since: number }): ReactElement {
  const { status } = useStrings();
  const [now, setNow] = useState(since);
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), 100);
    return () => clearInterval(timer);
  }, []);
  const ms = now - since;
  return (
    <span className="status-run is-busy">
      {status.running}
      {ms > PATIENCE && ` · ${status.seconds(ms / 1000)}`}
    </span>
  );
}

function PythonPart({ python }: { readonly python: WorkbenchState["python"] }): ReactElement | null {
  const { status } = useStrings();
  switch (python.kind) {
    case "idle":
    case "running":
      return null;
    case "ready":
      return <span className="status-python is-ready">{status.ready}</span>;
    case "loading": {
      const { phase, loaded, total } = python;
      return (
        <span className="status-python">
          {phase === "download" ? status.loading(loaded, total) : status.starting}
          <progress className="status-bar" {...(phase === "download" ? { value: loaded, max: total } : {})} />
        </span>
      );
    }
    case "failed":
      return (
        <span className="status-python is-failed" title={python.reason}>
          {status.failed} {/could not be loaded|arrived only in part|fetch/i.test(python.reason) ? status.offline : ""}
        </span>
      );
    default:
      return python satisfies never;
  }
}
