import { useStore } from 'zustand';
import type { EyesSettings } from '../../../contract/eyes.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { GesturesSection } from '../gestures/gestures-section.tsx';
import { AccessSection } from './access-section.tsx';
import { CameraSection } from './camera-section.tsx';
import { eyesOf } from './eyes-of.ts';
import { HiddenSection } from './hidden-section.tsx';
import { ScreenSection } from './screen-section.tsx';
import { t } from '../../../words/words.ts';

export function EyesTab() {
  const heron = useHeron();
  const { settings: store } = heron;
  const eyes = eyesOf(heron);
  const { settings, failure } = useStore(store.state);
  const update = useAction(t('Could not keep the setting'), store.update);
  const onChange = (change: Partial<EyesSettings>) => void update.run({ eyes: change });
  const chosen = settings?.eyes;
  return (
    <div className="w-full max-w-2xl space-y-8 px-4 py-6 sm:px-6">
      {chosen ? (
        <>
          <ScreenSection eyes={eyes} chosen={chosen} onChange={onChange} />
          <HiddenSection eyes={eyes} chosen={chosen} onChange={onChange} />
          <CameraSection eyes={eyes} />
          <GesturesSection />
          <AccessSection />
        </>
      ) : failure ? (
        <ErrorState
          title={t('Could not load the settings of screen and camera')}
          text={failure.message}
          onRetry={() => void store.read()}
        />
      ) : (
        <Skeleton lines={6} label={t('Loading the settings of screen and camera')} />
      )}
    </div>
  );
}
