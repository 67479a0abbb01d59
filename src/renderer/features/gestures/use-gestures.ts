import { useEffect } from 'react';
import { useStore } from 'zustand';
import { useHeron } from '../../app/heron-context.ts';
import { keptCamera } from '../eyes/cameras.ts';
import { gesturesOf } from './gestures-of.ts';

/** Opens the camera while gestures are on and closes it when they are off; begins anew when how hands are found changes. */
export function useGestures(): void {
  const heron = useHeron();
  const chosen = useStore(heron.settings.state, (state) => state.settings?.gestures);
  const isOnline = useStore(heron.engine.state, ({ phase }) => phase === 'online');
  const isRunning = (chosen?.isOn ?? false) && isOnline;
  const { model = 'full', confidence = 0.5, framesPerSecond = 8, pauseMs = 1500 } = chosen ?? {};
  useEffect(() => {
    if (!isRunning) return;
    const gestures = gesturesOf(heron);
    gestures.start({ model, confidence, framesPerSecond, pauseMs }, keptCamera());
    return gestures.stop;
  }, [heron, isRunning, model, confidence, framesPerSecond, pauseMs]);
}
