/** What a playground page does: holds the text, runs it as it is typed, and puts the run on the stage. Knows nothing of React. */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Runtime, RuntimeState } from "#runtime/client.ts";
import { createLayoutLater } from "#runtime/layout.ts";
import { createReplay, type Replay } from "#runtime/replay.ts";
import { createDerivatives, type Derivatives } from "#stage/derivatives.ts";
import { createPacer } from "#stage/pacing.ts";
import { createPlayback, type Playback } from "#stage/playback.ts";
import { createPlayer, type Player, type Recording } from "#stage/player.ts";
import type { Trace } from "#trace/events.ts";
import type { LayoutLater } from "#trace/graph.ts";
import { keepVersion, readDraft, writeDraft } from "./drafts.ts";
import { CALM, PATIENCE, PROBE, REST, SAVE, SOON } from "./timings.ts";

/** How the run on the stage came about. */
export type RunStatus =
  | { readonly kind: "none" }
  /** Recorded beforehand, with the page. */
  | { readonly kind: "recorded" }
  /** Python is still loading. */
  | { readonly kind: "waiting" }
  | { readonly kind: "running"; readonly since: number }
  | { readonly kind: "ended"; readonly status: "ok" | "error" | "stopped"; readonly ms: number };

/** Something to tell the learner once. */
export type Notice = "kept" | "storage" | "damaged" | "newer" | "large";

export interface WorkbenchState {
  readonly text: string;
  /** Counts replacements of the whole text (an example was opened), so that the editor takes it over. */
  readonly replaced: number;
  readonly python: RuntimeState;
  readonly run: RunStatus;
  /** A program that came with a link and waits for a click. */
  readonly held: boolean;
  readonly live: boolean;
  readonly notice: Notice | null;
  /** The learner's text before an example or a link took its place. */
  readonly previous: string | null;
  /** The run before somebody began to turn a number of the program, to compare with. */
  readonly ghost: Recording | null;
}

export interface Workbench {
  readonly store: StoreApi<WorkbenchState>;
  readonly player: Player;
  readonly playback: Playback;
  /** Computes recorded ops again. */
  readonly replay: Replay;
  /** Lays large graphs out in a worker. */
  readonly layoutLater: LayoutLater;
  readonly derivatives: Derivatives;
  /** The learner typed. */
  edit(text: string): void;
  /** An example, an earlier version or a program of a link takes the place of the text, which is kept; `cursor` is the moment to open its first run at. */
  open(text: string, how: "run" | "hold", cursor?: number): void;
  bringBack(): void;
  /** Somebody begins, or ends, to turn a number of the program: it runs at every change, and the run before stays as a ghost. */
  turn(turning: boolean): void;
  /** A picture writes into the program. */
  rewrite(text: string): void;
  forgetGhost(): void;
  /** Runs another program without recording it and gives what it printed; waits for the learner's own run, and gives way to it. */
  probe(code: string): Promise<string>;
  run(): Promise<void>;
  stop(): void;
  /** Starts Python, or starts it again after a failure. */
  load(): Promise<void>;
  setLive(live: boolean): void;
  notify(notice: Notice | null): void;
  /** Writes the draft now. */
  flush(): void;
}

/** `first` is the recorded run of the program that a new visitor sees. */
export function createWorkbench(first: Trace, live: boolean): Workbench {
  const draft = readDraft();
  const own = draft !== null && draft !== first.source;
  const replay = createReplay();
  const player = createPlayer(own ? undefined : first);
  const store = createStore<WorkbenchState>(() => ({
    text: own ? draft : first.source,
    replaced: 0,
    python: { kind: "idle" },
    run: { kind: own ? "none" : "recorded" },
    held: false,
    live,
    notice: null,
    previous: null,
    ghost: null,
  }));
  let turning = false;
  let runtime: Promise<Runtime> | null = null;
  let ready: Runtime | null = null;
  let runTimer = 0;
  let saveTimer = 0;
  let dirty = false;
  let runs = 0;
  let openAt: number | undefined;
  let lastMs = 0;
  let busySince: number | null = null;

  const flush = (): void => {
    clearTimeout(saveTimer);
    if (!dirty) return;
    dirty = false;
    if (!writeDraft(store.getState().text)) store.setState(({ notice }) => ({ notice: notice ?? "storage" }));
  };
  const save = (): void => {
    dirty = true;
    clearTimeout(saveTimer);
    saveTimer = window.setTimeout(flush, SAVE);
  };

  function connect(): Promise<Runtime> {
    runtime ??= import("#runtime/client.ts").then(
      ({ createRuntime }) => {
        const made = createRuntime();
        ready = made;
        made.subscribe(() => store.setState({ python: made.state }));
        return made;
      },
      (error: unknown) => {
        runtime = null;
        store.setState({ python: { kind: "failed", reason: String(error) } });
        throw error;
      },
    );
    return runtime;
  }

  async function load(): Promise<void> {
    const python = await connect();
    await python.start();
  }

  /** Short programs run between two keys, long ones when typing rests. */
  function scheduleRun(): void {
    const due = (): void => {
      if (busySince !== null && performance.now() - busySince < PATIENCE) runTimer = window.setTimeout(due, REST);
      else void run(true);
    };
    runTimer = window.setTimeout(due, Math.min(500, Math.max(REST, lastMs)));
  }

  /** `typed`: nobody asked for this run, so it may not disturb: the stage changes when there is something to see. */
  async function run(typed = false): Promise<void> {
    clearTimeout(runTimer);
    flush();
    const number = ++runs;
    const { text } = store.getState();
    if (!typed || ready === null) store.setState({ run: { kind: "waiting" }, held: false });
    try {
      await load();
    } catch {
      if (number === runs) store.setState({ run: { kind: "none" } });
      return;
    }
    // A newer run is on its way; it will take the text as it is then.
    if (number !== runs) return;
    const since = performance.now();
    busySince = since;
    const early: (() => void)[] = [];
    let onStage = false;
    const enter = (): void => {
      clearTimeout(entrance);
      if (onStage || number !== runs) return;
      onStage = true;
      player.begin(text);
      store.setState({ run: { kind: "running", since } });
      for (const change of early.splice(0)) change();
    };
    const entrance = window.setTimeout(enter, typed ? SOON : 0);
    if (!typed) enter();
    const act = (change: () => void): void => {
      if (number !== runs) return;
      if (onStage) change();
      else early.push(change);
    };
    const pacer = createPacer((batch) => act(() => player.append(batch)));
    const { status, ms } = await (ready as Runtime).run(
      { code: text },
      {
        events: pacer.append,
        cards: (cards) => act(() => player.addCards(cards)),
      },
    );
    pacer.flush();
    if (number !== runs) return clearTimeout(entrance);
    busySince = null;
    lastMs = ms;
    if (typed && status === "error" && !onStage) {
      clearTimeout(entrance);
      await new Promise((resolve) => setTimeout(resolve, CALM));
      if (number !== runs) return;
    }
    enter();
    if (status === "timeout") player.append([timeLimitError]);
    const shown = status === "timeout" ? "error" : status === "lost" ? "stopped" : status;
    player.finish({ status: shown, ms });
    if (openAt !== undefined) player.moveTo(openAt);
    openAt = undefined;
    store.setState({ run: { kind: "ended", status: shown, ms } });
  }

  function replace(text: string): void {
    store.setState(({ replaced }) => ({ text, replaced: replaced + 1 }));
    save();
  }

  return {
    store,
    player,
    playback: createPlayback(player),
    replay,
    layoutLater: createLayoutLater(),
    derivatives: createDerivatives(replay),
    edit(text) {
      if (text === store.getState().text) return;
      // The moment that a link named is one of its own program.
      openAt = undefined;
      store.setState({ text });
      save();
      clearTimeout(runTimer);
      const { live: asTyped, held } = store.getState();
      if ((asTyped || turning) && !held) scheduleRun();
    },
    turn(now) {
      if (now && !turning) store.setState({ ghost: player.store.getState().picture });
      turning = now;
    },
    rewrite(text) {
      if (text === store.getState().text) return;
      replace(text);
      clearTimeout(runTimer);
      scheduleRun();
    },
    forgetGhost: () => store.setState({ ghost: null }),
    async probe(code) {
      await load();
      while (busySince !== null) await new Promise((resolve) => setTimeout(resolve, REST));
      let printed = "";
      await (ready as Runtime).run(
        { code, timeLimitMs: PROBE, record: false },
        {
          events: (batch) => {
            for (const event of batch) if (event.type === "print") printed += event.text;
          },
          cards: () => undefined,
        },
      );
      return printed;
    },
    open(text, how, cursor) {
      openAt = cursor;
      const { text: before } = store.getState();
      if (before !== text && before !== first.source) {
        void keepVersion(before);
        store.setState({ previous: before, notice: "kept" });
      }
      store.setState({ ghost: null });
      replace(text);
      clearTimeout(runTimer);
      if (how === "run") void run();
      else store.setState({ held: true });
    },
    bringBack() {
      const { previous, text } = store.getState();
      if (previous === null) return;
      void keepVersion(text);
      store.setState({ previous: null, notice: null });
      replace(previous);
      void run();
    },
    run: () => run(),
    stop() {
      clearTimeout(runTimer);
      ready?.stop();
    },
    load,
    setLive: (next) => store.setState({ live: next }),
    notify: (notice) => store.setState({ notice }),
    flush,
  };
}

/** The run was ended from outside because it did not even react to the interrupt. */
const timeLimitError = {
  type: "error",
  line: 0,
  kind: "TimeLimit",
  text: "the program ran longer than the time limit and was stopped",
  traceback: "",
} as const;
