import { memo } from 'react';
import { ThreadRow } from './thread-row.tsx';
import type { ThreadItem } from './threads.ts';

interface ThreadRowsProps {
  items: ThreadItem[];
  threadKey: string;
  /** The newest of their kind in the whole conversation. */
  lastRun: string | undefined;
  lastMessage: string | undefined;
}

/** What a row takes up as long as it has not been laid out. */
const rowRem = 6;

/**
 * Rows that stand together. Out of sight they are neither laid out nor painted; what they show beside themselves must lie inside, the
 * rest is cut off. One box for several rows: the browser looks at each such box in every frame, and so does React.
 */
export const ThreadRows = memo(function ThreadRows({ items, threadKey, lastRun, lastMessage }: ThreadRowsProps) {
  return (
    <div
      className="-mx-2 px-2 [content-visibility:auto]"
      style={{ containIntrinsicBlockSize: `auto ${items.length * rowRem}rem` }}
    >
      {items.map((item) => (
        <ThreadRow
          key={item.key}
          item={item}
          threadKey={threadKey}
          isLast={item.key === lastRun || item.key === lastMessage}
        />
      ))}
    </div>
  );
}, isSame);

function isSame(before: ThreadRowsProps, after: ThreadRowsProps): boolean {
  return (
    before.threadKey === after.threadKey &&
    before.items.length === after.items.length &&
    after.items.every((item, at) => item === before.items[at] && isLast(before, item) === isLast(after, item))
  );
}

function isLast({ lastRun, lastMessage }: ThreadRowsProps, { key }: ThreadItem): boolean {
  return key === lastRun || key === lastMessage;
}
