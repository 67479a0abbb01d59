import { useStore } from 'zustand';
import type { MemorySettings } from '../../../contract/memory.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { Section } from '../../ui/section.tsx';
import { Switch } from '../../ui/switch.tsx';
import { NumberSetting } from '../settings/number-setting.tsx';
import { t } from '../../words/words.ts';

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
        label={t('Days of notes that are told')}
        hint={t('Models are told those of the last days; 0 tells none. Older ones are found by a search.')}
        min={0}
        max={365}
        value={memory.shownDays}
        onChange={(shownDays) => change({ shownDays })}
      />
      <NumberSetting
        label={t('Tokens of a conversation at most')}
        hint={t('What is said in a folder goes on in its last conversation while that is shorter.')}
        min={1000}
        max={10_000_000}
        value={memory.continueTokens}
        onChange={(continueTokens) => change({ continueTokens })}
      />
      <NumberSetting
        label={t('Hours of silence at most')}
        hint={t('After more a new one begins in the folder, and is told what was said before.')}
        min={1}
        max={8760}
        value={memory.continueHours}
        onChange={(continueHours) => change({ continueHours })}
      />
    </Section>
  );
}
