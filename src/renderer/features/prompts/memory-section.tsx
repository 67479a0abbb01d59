import { useStore } from 'zustand';
import type { MemorySettings } from '../../../contract/memory.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { Section } from '../../ui/section.tsx';
import { Switch } from '../../ui/switch.tsx';
import { NumberSetting } from '../settings/number-setting.tsx';
import { t } from '../../../words/words.ts';

/** What Heron notes by itself, and how long the conversations of a folder go on. */
export function MemorySection() {
  const { settings: store } = useHeron();
  const memory = useStore(store.state, (state) => state.settings?.memory);
  const update = useAction(t('Could not keep the setting'), store.update);
  if (!memory) return null;
  const change = (patch: Partial<MemorySettings>): void => void update.run({ memory: patch });
  return (
    <Section
      title={t('Memory')}
      text={t(
        'What is known from one conversation to the next. Notes lie beside your files, a file for each day, to be read and changed.',
      )}
    >
      <Switch
        label={t('Note what has to last')}
        hint={t('Before older messages go into a summary, a model is asked what must be known later.')}
        checked={memory.flush}
        onChange={(flush) => change({ flush })}
      />
      <NumberSetting
        label={t('Days of notes a model is given')}
        hint={t('0 gives none. Older ones are found by a search.')}
        min={0}
        max={365}
        value={memory.shownDays}
        onChange={(shownDays) => change({ shownDays })}
      />
      <NumberSetting
        label={t('A folder goes on up to so many tokens')}
        hint={t('Its last conversation goes on while it is shorter; then a new one begins.')}
        min={1000}
        max={10_000_000}
        value={memory.continueTokens}
        onChange={(continueTokens) => change({ continueTokens })}
      />
      <NumberSetting
        label={t('A folder goes on for so many hours of silence')}
        hint={t('After that a new one begins, and is told what was said before.')}
        min={1}
        max={8760}
        value={memory.continueHours}
        onChange={(continueHours) => change({ continueHours })}
      />
    </Section>
  );
}
