import { Pause } from 'lucide-react';
import { useStore } from 'zustand';
import { useAction } from '../engine/use-action.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { useHeron } from './heron-context.ts';
import { t } from '../../words/words.ts';

/** That everything is paused, so that nobody wonders why nothing happens. */
export function PausedBanner() {
  const { settings } = useHeron();
  const isPaused = useStore(settings.state, (state) => state.settings?.paused === true);
  const resume = useAction(t('Could not go on'), settings.update);
  if (!isPaused) return null;
  return (
    <Notice
      shape="bar"
      tone="warning"
      icon={Pause}
      action={
        <Button size="sm" isLoading={resume.isBusy} onClick={() => void resume.run({ paused: false })}>
          {t('Go on')}
        </Button>
      }
    >
      {t('Everything is paused. What has begun goes on to its end; no further step begins.')}
    </Notice>
  );
}
