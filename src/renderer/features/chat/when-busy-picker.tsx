import { ListEnd } from 'lucide-react';
import { useStore } from 'zustand';
import { useHeron } from '../../app/heron-context.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { isUnderWay } from '../runs/summaries.ts';
import { modeNames, QueueModeMenu } from './queue-mode-menu.tsx';
import { t } from '../../../words/words.ts';

/** Says how the next message waits; there only while something is under way that it could wait for. */
export function WhenBusyPicker({ threadKey }: { threadKey: string }) {
  const { chat, runs, settings } = useHeron();
  const usual = useStore(settings.state, (state) => state.settings?.lanes.mode) ?? 'collect';
  const chosen = useStore(chat.state, ({ whenBusy }) => whenBusy) ?? usual;
  const isBusy = useStore(runs.state, ({ summaries }) =>
    Object.values(summaries).some((run) => run.conversationId === threadKey && isUnderWay(run.status)),
  );
  if (!isBusy) return null;
  return (
    <QueueModeMenu
      heading={t('While Heron works')}
      mode={chosen}
      onChoose={(mode) => chat.setWhenBusy(mode === usual ? undefined : mode)}
      trigger={
        <IconButton icon={ListEnd} label={t('How messages wait: {{label}}', { label: modeNames()[chosen].label })} />
      }
    />
  );
}
