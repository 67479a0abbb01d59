import { useContext } from 'react';
import { durationText } from '../../ui/time-text.ts';
import { useNow } from '../../app/use-now.ts';
import { Moment } from './moment.ts';

interface ElapsedProps {
  /** Milliseconds since 1970; without an end it is still going on. */
  startedAt: number;
  endedAt: number | undefined;
}

export function Elapsed({ startedAt, endedAt }: ElapsedProps) {
  const moment = useContext(Moment);
  const ticking = useNow(1000, endedAt === undefined && moment === undefined);
  const now = moment ?? ticking;
  // A clock on another machine may be ahead of this one.
  const elapsed = Math.max(0, (endedAt ?? now) - startedAt);
  return <span className="whitespace-nowrap tabular-nums">{endedAt ? durationText(elapsed) : whole(elapsed)}</span>;
}

/** Tenths of a second would only flicker. */
function whole(ms: number): string {
  return ms < 60_000 ? `${Math.floor(ms / 1000)} s` : durationText(ms);
}
