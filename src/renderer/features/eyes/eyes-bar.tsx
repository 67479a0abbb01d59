import { Camera, CameraOff, ScreenShare, ScreenShareOff } from 'lucide-react';
import { useStore } from 'zustand';
import type { EyeKind } from '../../../contract/eyes.ts';
import { useHeron } from '../../app/heron-context.ts';
import { otherDevice } from '../../app/open-device.ts';
import { useAction } from '../../engine/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { keptCamera, keptCameraName } from './cameras.ts';
import type { Eyes } from './store.ts';
import type { ViewState } from './view-state.ts';
import { t } from '../../../words/words.ts';

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
  const gesturesAreOn = useStore(settings.state, (state) => state.settings?.gestures.isOn ?? false);
  const watches = kind === 'camera' && gesturesAreOn;
  const update = useAction(t('Could not switch gestures off'), settings.update);
  if (view.phase === 'failed' && (watches || endedBy.has(view.problem?.kind)))
    return <Ended eyes={eyes} kind={kind} problem={view.problem} />;
  if (view.phase !== 'on' && view.phase !== 'starting') return null;
  const turnOff = (): void => {
    eyes.stop(kind);
    // Or the next window that opens would open the camera again.
    if (watches) void update.run({ gestures: { isOn: false } });
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
        {view.device && !view.device.isChosen && (
          <p className="text-muted">{otherDevice(t('The chosen camera'), keptCameraName(), view.device.label)}</p>
        )}
        {view.trouble !== undefined && (
          <p className="text-danger">{t('It gets no pictures: {{trouble}}', { trouble: view.trouble })}</p>
        )}
      </Notice>
    </section>
  );
}

/** What ends a view without anybody here having asked for that. */
const endedBy = new Set<NonNullable<ViewState['problem']>['kind'] | undefined>(['gone', 'hidden', 'engine']);

type EndedProps = { eyes: Eyes; kind: EyeKind; problem: ViewState['problem'] };

function Ended({ eyes, kind, problem }: EndedProps) {
  const again = (): void => void eyes.open('camera', { deviceId: keptCamera() });
  const actions = (
    <span className="flex shrink-0 flex-wrap gap-2">
      {kind === 'camera' && (
        <Button size="sm" onClick={again}>
          {t('Try again')}
        </Button>
      )}
      <Button size="sm" variant="ghost" onClick={() => eyes.stop(kind)}>
        {t('Put away')}
      </Button>
    </span>
  );
  return (
    <section aria-label={kind === 'screen' ? t('Seen of the screen') : t('Seen with the camera')}>
      <Notice shape="bar" tone="warning" icon={kind === 'screen' ? ScreenShareOff : CameraOff} action={actions}>
        {problem?.message}
      </Notice>
    </section>
  );
}

export function seenWords(kind: EyeKind, { phase, title, isLive, tellsMotion }: ViewState, watches: boolean): string {
  const what = kind === 'camera' ? 'the camera' : title === '' ? 'what you show of the screen' : `“${title}”`;
  if (phase === 'starting') return kind === 'camera' ? t('Opening the camera') : t('Choose what to show');
  if (tellsMotion && !isLive) return t('The camera is open: Heron is told when something moves');
  if (watches && !isLive) return t('The camera is open to watch for gestures');
  return isLive
    ? t('Heron may look at {{what}} by itself', { what })
    : t('Heron can see {{what}} when you use a picture', { what });
}
