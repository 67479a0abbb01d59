import { useEffect, useState } from 'react';
import type { AnyEvent } from '../../../contract/events.ts';
import { pauseBefore } from './replay.ts';

export type Replay = {
  /** How many events have happened. */
  position: number;
  isPlaying: boolean;
  speed: number;
  moveTo: (position: number) => void;
  setIsPlaying: (isPlaying: boolean) => void;
  setSpeed: (speed: number) => void;
};

export function useReplay(events: AnyEvent[]): Replay {
  // Until somebody moves it, a replay stands at the end: the run as it is.
  const [place, setPlace] = useState<number>();
  const [wantsPlay, setWantsPlay] = useState(false);
  const [speed, setSpeed] = useState(1);
  const position = Math.min(place ?? events.length, events.length);
  const isPlaying = wantsPlay && position < events.length;
  useEffect(() => {
    if (!isPlaying) return;
    const timer = setTimeout(() => setPlace(position + 1), pauseBefore(events, position, speed));
    return () => clearTimeout(timer);
  }, [events, isPlaying, position, speed]);
  return {
    position,
    isPlaying,
    speed,
    setSpeed,
    moveTo: (next) => {
      setWantsPlay(false);
      setPlace(Math.max(0, Math.min(events.length, next)));
    },
    setIsPlaying: (next) => {
      if (next && position >= events.length) setPlace(0);
      setWantsPlay(next);
    },
  };
}
