import { useEffect } from 'react';
import { useStore } from 'zustand';
import { useHeron } from '../../app/heron-context.ts';
import { onReconnect } from '../../engine/on-reconnect.ts';
import { useGestures } from '../gestures/use-gestures.ts';
import { CopyRequest } from './copy-request.tsx';
import { eyesOf } from './eyes-of.ts';
import { EyesBar } from './eyes-bar.tsx';
import { PictureRequest } from './picture-request.tsx';

/** Over every screen: what Heron can see at the moment, and what asks to see something. Hands are watched by one window. */
export function EyesLayer({ watchesHands = true }: { watchesHands?: boolean }) {
  const heron = useHeron();
  const eyes = eyesOf(heron);
  const [request] = useStore(eyes.state, ({ requests }) => requests);
  useEffect(() => {
    const read = (): void => void eyes.read().catch(() => undefined);
    read();
    return onReconnect(heron.engine.state, read);
  }, [eyes, heron]);
  useEffect(
    () => () => {
      eyes.stop('screen');
      eyes.stop('camera');
    },
    [eyes],
  );
  return (
    <>
      {watchesHands && <Gestures />}
      <EyesBar eyes={eyes} />
      {request?.wants === 'copy' && <CopyRequest key={request.id} eyes={eyes} request={request} />}
      {request && request.wants !== 'copy' && (
        <PictureRequest key={request.id} eyes={eyes} request={request} kind={request.wants} />
      )}
    </>
  );
}

function Gestures() {
  useGestures();
  return null;
}
