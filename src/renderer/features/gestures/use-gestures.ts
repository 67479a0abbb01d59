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
  const [model, confidence] = [chosen?.model, chosen?.confidence];
  const [framesPerSecond, pauseMs] = [chosen?.framesPerSecond, chosen?.pauseMs];
  useEffect(() => {
    const settings = heron.settings.state.getState().settings?.gestures;
    if (!isRunning || !settings) return;
    const gestures = gesturesOf(heron);
    gestures.start(settings, keptCamera());
    return gestures.stop;
  }, [heron, isRunning, model, confidence, framesPerSecond, pauseMs]);
}
