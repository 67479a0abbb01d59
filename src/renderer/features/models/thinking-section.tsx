import { useStore } from 'zustand';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { Section } from '../../ui/section.tsx';
import { Switch } from '../../ui/switch.tsx';
import { t } from '../../../words/words.ts';

/** Whether what models think before they answer is shown and kept, or only counted. */
export function ThinkingSection() {
  const { settings: store } = useHeron();
  const agents = useStore(store.state, (state) => state.settings?.agents);
  const update = useAction(t('Could not keep the setting'), store.update);
  if (!agents) return undefined;
  return (
    <Section title={t('What models think')} text={t('Some models think in words before they answer.')}>
      <Switch
        label={t('Show what models think')}
        hint={t('Folded above the answer, and kept with it. Off: how long and how much is counted, and no word kept.')}
        checked={agents.showThinking}
        onChange={(showThinking) => void update.run({ agents: { showThinking } })}
      />
    </Section>
  );
}
