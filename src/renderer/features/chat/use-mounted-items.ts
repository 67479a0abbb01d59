import { startTransition, useEffect, useState } from 'react';
import { inSpareTime } from '../../ui/spare-time.ts';

/** Rows that stand there at once, from the end. */
const first = 10;
/** Rows that are added at a time: few enough that no key or frame waits for them. */
const piece = 2;
/** Of a longer conversation the beginning is added when somebody asks for it. */
const most = 1000;

export type MountedItems = {
  /** So many, from the end, are there. */
  count: number;
  /** How many are not there yet and do not come by themselves. */
  earlier: number;
  showEarlier: () => void;
};

/** A long conversation is drawn from its end; the rest is added in spare time. `isWhole`: all that there is was read. */
export function useMountedItems(all: number, isWhole: boolean): MountedItems {
  const [count, setCount] = useState(first);
  const [limit, setLimit] = useState(most);
  const missing = all - count;
  useEffect(() => {
    if (!isWhole || count >= limit) return;
    // Once all are there, those that come are no reason to take some away.
    return inSpareTime(() => startTransition(() => setCount(missing <= piece ? Infinity : count + piece)));
  }, [isWhole, count, limit, missing]);
  return {
    count: Math.min(count, all),
    earlier: count >= limit ? Math.max(0, missing) : 0,
    showEarlier: () => setLimit((before) => before + most),
  };
}
