import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { useHeron } from '../../app/heron-context.ts';
import { isUnderWay, newestFirst } from '../runs/summaries.ts';
import { useStop } from '../runs/use-stop.ts';

/** Milliseconds in which a second Escape belongs to the first. */
const againMs = 4000;

type StopByEscape = {
  /** Of the run that another Escape would stop. */
  title: string | undefined;
  /** A key that is held down repeats, which is no second press. */
  pressEscape: (isRepeat: boolean) => void;
};

/** One Escape may be meant for anything, so it only asks; the second stops the newest run of the conversation. */
export function useStopByEscape(conversationId: string | undefined): StopByEscape {
  const { runs } = useHeron();
  const stop = useStop();
  // An object of its own for each press, so that each begins the time anew.
  const [asked, setAsked] = useState<{ runId: string }>();
  useEffect(() => {
    if (!asked) return;
    const timer = setTimeout(() => setAsked(undefined), againMs);
    return () => clearTimeout(timer);
  }, [asked]);
  const current = useStore(runs.state, ({ summaries }) => {
    const own = newestFirst(summaries).filter((run) => run.conversationId === conversationId);
    return conversationId === undefined ? undefined : own.find(({ status }) => isUnderWay(status));
  });
  return {
    title: current && current.id === asked?.runId ? current.title : undefined,
    pressEscape: (isRepeat) => {
      if (!current || isRepeat) return;
      const isSecond = asked?.runId === current.id;
      setAsked(isSecond ? undefined : { runId: current.id });
      if (isSecond) void stop.run(current.id);
    },
  };
}
