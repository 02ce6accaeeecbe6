/** What stands in the share popover: the link, its length, and a button that copies it. */
import { type ReactElement, useEffect, useRef, useState } from "react";
import { canCompress } from "./deflate.ts";
import { type LinkState, linkHashOf } from "./link.ts";
import type { ShareStrings } from "./strings.ts";
import "./share.css";

export interface SharePanelProps {
  readonly state: LinkState;
  readonly strings: ShareStrings;
}

type Copying = "no" | "done" | "failed";

export function SharePanel({ state, strings }: SharePanelProps): ReactElement {
  const [address, setAddress] = useState("");
  const [copying, setCopying] = useState<Copying>("no");
  const field = useRef<HTMLInputElement>(null);
  const { code, cursor, lang } = state;

  useEffect(() => {
    let current = true;
    setCopying("no");
    const whole = { code, ...(cursor === undefined ? {} : { cursor }), ...(lang === undefined ? {} : { lang }) };
    if (canCompress()) {
      linkHashOf(whole).then((hash) => {
        if (current) setAddress(`${location.origin}${location.pathname}${hash}`);
      });
    }
    return () => {
      current = false;
    };
  }, [code, cursor, lang]);

  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(address);
      setCopying("done");
    } catch {
      // Embedded pages often may not write to the clipboard: the selected text can be copied by hand.
      field.current?.select();
      setCopying("failed");
    }
  };

  if (!canCompress()) return <p className="share-text">{strings.unsupported}</p>;
  const { length } = address;
  const warning = length > 4000 ? strings.tooLong : length > 2000 ? strings.long : undefined;
  return (
    <div className="share">
      <h2 className="share-heading">{strings.heading}</h2>
      <p className="share-text">{strings.body}</p>
      <div className="share-row">
        <input
          ref={field}
          className="share-address"
          aria-label={strings.address}
          readOnly
          value={address}
          placeholder={strings.making}
          onFocus={(event) => event.currentTarget.select()}
        />
        <button type="button" className="button is-primary" disabled={address === ""} onClick={copy}>
          {copying === "done" ? strings.copied : strings.copy}
        </button>
      </div>
      <p className="share-text" role="status">
        {copying === "failed" ? strings.copyFailed : address === "" ? "" : strings.length(length)}
      </p>
      {warning !== undefined && <p className="share-warning">{warning}</p>}
    </div>
  );
}
