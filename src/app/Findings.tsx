/** What is wrong with the run on the stage, told over the picture: where numbers went bad, or why backward could not run twice. */
import { type ReactElement, useEffect, useState } from "react";
import { usePlayer } from "#stage/usePlayer.ts";
import { type Finding, findingsOf } from "#trace/health.ts";
import { iterationAt, iterationsOf } from "#trace/iterations.ts";
import { keyOf } from "#trace/story.ts";
import { whyNotTwice } from "#trace/why.ts";
import { Health } from "#views/ledger/Health.tsx";
import { useLateStrings } from "./strings.ts";
import type { Workbench } from "./workbench.ts";

export interface FindingsProps {
  readonly workbench: Workbench;
  readonly onSelect: (key: string | null) => void;
  /** Boxes that the picture should point out. */
  readonly onPointOut: (keys: readonly string[]) => void;
}

export function Findings({ workbench, onSelect, onPointOut }: FindingsProps): ReactElement | null {
  const { health, why } = useLateStrings();
  const { player } = workbench;
  const { picture, cursor } = usePlayer(player, (state) => state);
  const [dismissed, setDismissed] = useState<Finding | undefined>(undefined);
  const { story, events } = picture;
  const twice = whyNotTwice(story, cursor);
  const [finding] = findingsOf(story);
  const freed = twice?.keys.join("\n");
  useEffect(() => {
    if (freed !== undefined) onPointOut(freed.split("\n"));
    return () => onPointOut([]);
  }, [freed, onPointOut]);
  if (twice)
    return (
      <div className="health" role="note">
        <p>
          <strong>{why.twice}</strong> {why.freed(twice.freedBy)}
        </p>
      </div>
    );
  if (!finding || finding === dismissed) return null;
  return (
    <Health
      story={story}
      finding={finding}
      round={iterationAt(iterationsOf(events), finding.since)}
      strings={health}
      onShow={() => {
        player.moveTo(finding.since);
        onPointOut(finding.keys);
        onSelect(keyOf(story, finding.id) ?? null);
      }}
      onDismiss={() => {
        setDismissed(finding);
        onPointOut([]);
      }}
    />
  );
}
