/** The account of every leaf: what each backward pass added to its `.grad`, through what, and what cleared it. */
import type { ReactElement, ReactNode } from "react";
import { type Account, type Entry, ledgerAt } from "#trace/ledger.ts";
import { titleOf } from "#trace/nodeLabel.ts";
import { gradAt, keyOf, type Story } from "#trace/story.ts";
import { signOf } from "../value/sign.ts";
import { summaryOf } from "../value/summary.ts";
import type { LedgerStrings } from "./strings.ts";
import "./ledger.css";

export interface LedgerProps {
  readonly story: Story;
  readonly cursor: number;
  readonly strings: LedgerStrings;
  readonly selected: string | undefined;
  /** Which pass of the training loop a step belongs to, from 1; 0 for none. */
  readonly roundAt: (cursor: number) => number;
  readonly onSelect: (key: string | null) => void;
  /** To the step of an entry. */
  readonly onMoveTo: (cursor: number) => void;
}

/** An account shows its latest entries. */
const most = 24;
/** More ways than this are counted. */
const mostWays = 3;

export function Ledger(props: LedgerProps): ReactElement {
  const { story, strings } = props;
  const cursor = Math.floor(props.cursor);
  const accounts = ledgerAt(story, cursor, most);
  return (
    <div className="ledger">
      <p className="ledger-note">{accounts.length === 0 ? strings.empty : strings.intro}</p>
      {accounts.map((account) => (
        <AccountView key={account.id} {...props} cursor={cursor} account={account} />
      ))}
    </div>
  );
}

interface AccountViewProps extends LedgerProps {
  readonly account: Account;
}

function AccountView(props: AccountViewProps): ReactElement {
  const { story, cursor, strings, account, selected, onSelect } = props;
  const name = titleOf(story, account.id) ?? "";
  const key = keyOf(story, account.id);
  const held = gradAt(story, account.id, cursor);
  const left = account.count - account.entries.length;
  return (
    <section className={`ledger-account${key !== undefined && key === selected ? " is-selected" : ""}`}>
      <header>
        <button type="button" className="ledger-name" onClick={() => onSelect(key ?? null)}>
          {name}.grad
        </button>
        <span className="ledger-holds">
          {strings.holds}{" "}
          {held ? <b className={`is-${signOf(held)}`}>{summaryOf(held, 4)}</b> : <b>{strings.nothing}</b>}
        </span>
      </header>
      {account.stale && (
        <p className="ledger-warning" role="note">
          {strings.stale(name)}
        </p>
      )}
      {account.entries.length > 0 && (
        <div className="ledger-scroll">
          <table>
            <thead>
              <tr>
                <th scope="col">{strings.step}</th>
                <th scope="col" />
                <th scope="col" className="is-number" />
                <th scope="col" className="is-number">
                  {strings.total}
                </th>
              </tr>
            </thead>
            <tbody>
              {left > 0 && (
                <tr>
                  <td colSpan={4} className="ledger-note">
                    {strings.earlier(left)}
                  </td>
                </tr>
              )}
              {account.entries.map((entry) => (
                <EntryView key={entry.since} {...props} entry={entry} name={name} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

interface EntryViewProps extends LedgerProps {
  readonly entry: Entry;
  readonly name: string;
}

function EntryView({ story, cursor, strings, roundAt, onMoveTo, entry, name }: EntryViewProps): ReactElement {
  const round = roundAt(entry.since);
  return (
    <tr className={`is-${entry.kind}${entry.since === cursor ? " is-now" : ""}`}>
      <td>
        <button
          type="button"
          className="ledger-step"
          title={strings.goTo(entry.since)}
          aria-label={strings.goTo(entry.since)}
          onClick={() => onMoveTo(entry.since)}
        >
          {entry.since}
        </button>
      </td>
      <td>
        {whatOf(story, entry, strings, name)}
        <span className="ledger-note">
          {" "}
          {strings.line(entry.line)}
          {round > 0 && ` · ${strings.round(round)}`}
        </span>
        {entry.kind === "added" && entry.stale && <span className="ledger-mark">{strings.staleMark}</span>}
      </td>
      <td className="is-number">
        {entry.kind === "added" && <b className={`is-${signOf(entry.added)}`}>{signed(summaryOf(entry.added, 3))}</b>}
      </td>
      <td className="is-number">{totalOf(entry, strings)}</td>
    </tr>
  );
}

function whatOf(story: Story, entry: Entry, strings: LedgerStrings, name: string): ReactNode {
  switch (entry.kind) {
    case "added": {
      const ways = entry.parts.map((link) => `${titleOf(story, link.result) ?? ""} (${summaryOf(link.flow.value, 2)})`);
      const shown = ways.length > mostWays ? [...ways.slice(0, mostWays), "…"] : ways;
      return (
        <>
          {strings.added(entry.pass.event.pass)}
          {ways.length > 0 && <span className="ledger-ways">{strings.through(shown.join(", "))}</span>}
        </>
      );
    }
    case "changed":
      return strings.changed;
    case "cleared":
      return entry.how === "zero" ? strings.zeroed : strings.setToNone;
    case "moved":
      return strings.moved(name);
    default:
      return entry satisfies never;
  }
}

function totalOf(entry: Entry, strings: LedgerStrings): string {
  switch (entry.kind) {
    case "added":
    case "changed":
      return summaryOf(entry.total, 3);
    case "cleared":
      return entry.how === "zero" ? "0" : strings.nothing;
    case "moved":
      return "";
    default:
      return entry satisfies never;
  }
}

const signed = (text: string): string => (/^[-[\d]*×|^\[/.test(text) || text.startsWith("-") ? text : `+${text}`);
