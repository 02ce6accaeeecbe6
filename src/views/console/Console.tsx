/** What the program has printed by the cursor, with warnings and the error that ended it. */
import { type ReactElement, type ReactNode, useLayoutEffect, useRef } from "react";
import { messagesAt, type Story } from "#trace/story.ts";
import type { Message } from "#trace/storyIndex.ts";
import type { ConsoleStrings } from "./strings.ts";
import "./console.css";

export interface ConsoleProps {
  readonly story: Story;
  readonly cursor: number;
  readonly strings: ConsoleStrings;
  /** What to do about the error, in the reader's language. */
  readonly advice?: string | undefined;
  readonly onGoToLine: (line: number) => void;
}

/** The page holds the last lines only; a browser slows down with tens of thousands of elements. */
const SHOWN = 1_000;

export function Console({ story, cursor, strings, advice, onGoToLine }: ConsoleProps): ReactElement {
  const messages = messagesAt(story, cursor);
  const shown = messages.slice(-SHOWN);
  const list = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);

  // biome-ignore lint/correctness/useExhaustiveDependencies: new messages, and what is said under the last, are what moves the list.
  useLayoutEffect(() => {
    const element = list.current;
    if (element && atEnd.current) element.scrollTop = element.scrollHeight;
  }, [messages.length, advice]);

  return (
    <section
      ref={list}
      className="console"
      aria-label={strings.label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
      tabIndex={0}
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        atEnd.current = scrollTop + clientHeight >= scrollHeight - 4;
      }}
    >
      {messages.length === 0 && <p className="console-empty">{strings.empty}</p>}
      {messages.length > SHOWN && <p className="console-note">{strings.hidden(messages.length - SHOWN)}</p>}
      {shown.map((message, i) => (
        <MessageView
          // biome-ignore lint/suspicious/noArrayIndexKey: messages are only ever added at the end.
          key={messages.length - shown.length + i}
          message={message}
          strings={strings}
          advice={advice}
          onGoToLine={onGoToLine}
        />
      ))}
    </section>
  );
}

interface MessageViewProps extends Pick<ConsoleProps, "strings" | "advice" | "onGoToLine"> {
  readonly message: Message;
}

function MessageView({ message, strings, advice, onGoToLine }: MessageViewProps): ReactNode {
  switch (message.type) {
    case "print":
      return <pre className={`console-line is-${message.stream}`}>{message.text.replace(/\n$/, "") || " "}</pre>;
    case "warning":
      return (
        <div className="console-card is-warning">
          <p className="console-card-head">
            <span className="console-badge">{strings.warning}</span>
            <code>{message.category}</code>
            {message.line > 0 && <LineLink line={message.line} onGoToLine={onGoToLine} />}
          </p>
          <pre>{message.text}</pre>
        </div>
      );
    case "error":
      return (
        <div className="console-card is-error" role="alert">
          <pre>
            {message.traceback === ""
              ? `${message.kind}: ${message.text}`
              : linked(message.traceback.trimEnd(), onGoToLine)}
          </pre>
          {advice !== undefined && (
            <p className="console-advice">
              <strong>{strings.whatToDo}</strong> {advice}
            </p>
          )}
        </div>
      );
    case "thinned": {
      const items = Object.entries(message.counts).map(([kind, n]) => strings.counted(kind, n));
      return <p className="console-note">{strings.thinned(items.join(", "))}</p>;
    }
    default:
      return message satisfies never;
  }
}

function LineLink({
  line,
  onGoToLine,
}: {
  readonly line: number;
  readonly onGoToLine: (line: number) => void;
}): ReactElement {
  return (
    <button type="button" className="console-link" onClick={() => onGoToLine(line)}>
      main.py:{line}
    </button>
  );
}

/** A traceback whose places in the learner's own program can be clicked. */
function linked(traceback: string, onGoToLine: (line: number) => void): ReactNode[] {
  return traceback.split(/(File "main\.py", line \d+)/).map((part, i) => {
    const line = /^File "main\.py", line (\d+)$/.exec(part)?.[1];
    if (line === undefined) return part;
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text never move.
      <button key={i} type="button" className="console-link" onClick={() => onGoToLine(Number(line))}>
        {part}
      </button>
    );
  });
}
