/** Things to tell the learner once, in a bar below the header. */
import type { ReactElement } from "react";
import { useStore } from "zustand";
import { useStrings } from "./strings.ts";
import type { Workbench } from "./workbench.ts";

export function Notices({ workbench }: { readonly workbench: Workbench }): ReactElement | null {
  const strings = useStrings();
  const notice = useStore(workbench.store, (state) => state.notice);
  if (notice === null) return null;
  const words = strings.notice;
  const texts = {
    kept: words.kept,
    storage: words.storage,
    damaged: words.brokenLink,
    newer: words.futureLink,
    large: words.bigLink,
  };
  return (
    <div className="notice" role="status">
      <span>{texts[notice]}</span>
      {notice === "kept" && (
        <button type="button" className="button is-small" onClick={workbench.bringBack}>
          {words.bringBack}
        </button>
      )}
      <button type="button" className="button is-small is-quiet" onClick={() => workbench.notify(null)}>
        {strings.page.dismiss}
      </button>
    </div>
  );
}
