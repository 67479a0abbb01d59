import { useCallback, useEffect, useRef, useState } from 'react';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { t } from '../../../words/words.ts';

export type Playhead = {
  /** Milliseconds since the run was created; undefined while the screen shows the present. */
  at: number | undefined;
  isOn: boolean;
  isPlaying: boolean;
  speed: number;
  setOn: (isOn: boolean) => void;
  moveTo: (at: number) => void;
  /** To the nearest moment at which something happened. */
  step: (direction: 'next' | 'previous') => void;
  setIsPlaying: (isPlaying: boolean) => void;
  setSpeed: (speed: number) => void;
};

/** At its own speed a run of any length is played in about this time. */
const shortestPlay = 4000;
const longestPlay = 30_000;

/** How many milliseconds of a run pass in one of the person's. */
export function playRate(lengthMs: number, speed: number): number {
  return (lengthMs / Math.min(longestPlay, Math.max(shortestPlay, lengthMs))) * speed;
}

export function usePlayhead(runId: string, zero: number, lengthMs: number): Playhead {
  const { engine } = useHeron();
  const [at, setAt] = useState<number>();
  const [wantsPlay, setWantsPlay] = useState(false);
  const [speed, setSpeed] = useState(1);
  const isPlaying = wantsPlay && at !== undefined && at < lengthMs;
  usePlaying(isPlaying, playRate(lengthMs, speed), lengthMs, setAt);
  const moveTo = useCallback(
    (next: number) => {
      setWantsPlay(false);
      setAt(Math.max(0, Math.min(lengthMs, next)));
    },
    [lengthMs],
  );
  const setOn = useCallback(
    (isOn: boolean) => {
      setWantsPlay(false);
      setAt(isOn ? lengthMs : undefined);
    },
    [lengthMs],
  );
  const step = useAction(t('Could not read what happened'), async (direction: 'next' | 'previous') => {
    const from = zero + Math.round(at ?? lengthMs);
    const { moment } = await engine.client.timeline.moment({ runId, at: from, step: direction });
    if (moment) moveTo(moment.at - zero);
  });
  return {
    at,
    isOn: at !== undefined,
    isPlaying,
    speed,
    setSpeed,
    setOn,
    moveTo,
    step: (direction) => void step.run(direction),
    setIsPlaying: (next) => {
      if (next && (at === undefined || at >= lengthMs)) setAt(0);
      setWantsPlay(next);
    },
  };
}

function usePlaying(
  isPlaying: boolean,
  rate: number,
  lengthMs: number,
  setAt: (move: (at: number | undefined) => number) => void,
): void {
  const before = useRef<number>(undefined);
  useEffect(() => {
    if (!isPlaying) return;
    let frame = requestAnimationFrame(advance);
    before.current = undefined;
    function advance(now: number): void {
      const passed = now - (before.current ?? now);
      before.current = now;
      setAt((at) => Math.min(lengthMs, (at ?? 0) + passed * rate));
      frame = requestAnimationFrame(advance);
    }
    return () => cancelAnimationFrame(frame);
  }, [isPlaying, rate, lengthMs, setAt]);
}
