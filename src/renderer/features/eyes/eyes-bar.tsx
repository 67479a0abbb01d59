import { Camera, ScreenShare } from 'lucide-react';
import { useStore } from 'zustand';
import type { EyeKind } from '../../../contract/eyes.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import type { Eyes, ViewState } from './store.ts';
import { t } from '../../words/words.ts';

/** Says at all times what Heron can see, with the one click that ends it. Nothing while it sees nothing. */
export function EyesBar({ eyes }: { eyes: Eyes }) {
  return (
    <>
      <Seen eyes={eyes} kind="screen" />
      <Seen eyes={eyes} kind="camera" />
    </>
  );
}

function Seen({ eyes, kind }: { eyes: Eyes; kind: EyeKind }) {
  const view = useStore(eyes.state, (state) => state[kind]);
  const { settings } = useHeron();
  const watches = useStore(settings.state, (state) => state.settings?.gestures.isOn ?? false);
  const update = useAction(t('Could not switch gestures off'), settings.update);
  if (view.phase !== 'on' && view.phase !== 'starting') return null;
  const turnOff = (): void => {
    eyes.stop(kind);
    // Or the next window that opens would open the camera again.
    if (kind === 'camera' && watches) void update.run({ gestures: { isOn: false } });
  };
  const stop = (
    <Button size="sm" onClick={turnOff}>
      {kind === 'screen' ? t('Stop showing') : t('Turn the camera off')}
    </Button>
  );
  return (
    <section aria-label={kind === 'screen' ? t('Seen of the screen') : t('Seen with the camera')}>
      <Notice shape="bar" tone="accent" icon={kind === 'screen' ? ScreenShare : Camera} action={stop}>
        {seenWords(kind, view, watches)}
      </Notice>
    </section>
  );
}

export function seenWords(kind: EyeKind, { phase, title, isLive, tellsMotion }: ViewState, watches: boolean): string {
  const what = kind === 'camera' ? 'the camera' : title === '' ? 'what you show of the screen' : `“${title}”`;
  if (phase === 'starting') return kind === 'camera' ? t('Opening the camera') : t('Choose what to show');
  if (tellsMotion && !isLive) return t('The camera is open: Heron is told when something moves');
  if (kind === 'camera' && watches && !isLive) return t('The camera is open to watch for gestures');
  return isLive
    ? t('Heron may look at {{what}} by itself', { what })
    : t('Heron can see {{what}} when you use a picture', { what });
}
