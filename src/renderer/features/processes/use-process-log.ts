import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { Failure } from '../../../contract/errors.ts';
import type { ProcessOutput } from '../../../contract/processes.ts';
import { useHeron } from '../../app/heron-context.ts';
import { failureOf } from '../../engine/failure.ts';

export type ShownLog = { text: string; isCut: boolean; end: number };

const firstBytes = 65_536;
const shownAtMost = 200_000;

/** The end of what a process said, and what it goes on to say. */
export function useProcessLog(processId: string, isEnded: boolean): { log?: ShownLog; failure?: Failure } {
  const { engine, processes } = useHeron();
  const told = useStore(processes.state, ({ totals }) => totals[processId]);
  const [log, setLog] = useState<ShownLog>();
  const [failure, setFailure] = useState<Failure>();
  const end = log?.end;
  const isBehind = end === undefined || (told !== undefined && told > end);
  useEffect(() => {
    if (!isBehind && !isEnded) return;
    let isWanted = true;
    const place = end === undefined ? { from: 'tail' as const, maxBytes: firstBytes } : { offset: end };
    engine.client.processes.log({ processId, ...place }).then(
      (piece) => {
        if (!isWanted) return;
        setFailure(undefined);
        // What gives nothing new leaves everything as it is, so that nothing is asked again.
        setLog((before) => (before && piece.start === piece.end ? before : withPiece(before, piece)));
      },
      (error: unknown) => isWanted && setFailure(failureOf(error)),
    );
    return () => {
      isWanted = false;
    };
  }, [engine, processId, end, isBehind, isEnded]);
  return { ...(log ? { log } : {}), ...(failure ? { failure } : {}) };
}

export function withPiece(before: ShownLog | undefined, { text, start, end }: ProcessOutput): ShownLog {
  const whole = (before?.text ?? '') + text;
  const isCut = (before?.isCut ?? start > 0) || whole.length > shownAtMost;
  return { text: whole.slice(-shownAtMost), isCut, end };
}
