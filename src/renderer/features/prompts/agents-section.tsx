import { useStore } from 'zustand';
import { agentSteps, type AgentSettings, mostLevels } from '../../../contract/agents.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { Section } from '../../ui/section.tsx';
import { Select } from '../../ui/select.tsx';
import { NumberSetting } from '../settings/number-setting.tsx';
import { useModelNames } from './model-names.ts';
import { t } from '../../../words/words.ts';

/** Options have no empty value. */
const fitting = ' ';

/** How agents work where their plan says nothing else. */
export function AgentsSection() {
  const { settings: store } = useHeron();
  const agents = useStore(store.state, (state) => state.settings?.agents);
  const update = useAction(t('Could not keep the setting'), store.update);
  const models = useModelNames(agents?.model ?? '');
  if (!agents) return null;
  const change = (patch: Partial<AgentSettings>): void => void update.run({ agents: patch });
  return (
    <Section
      title={t('Agents')}
      text={t(
        'Where the steps of a task cannot be known beforehand, a model chooses them. What a plan says itself goes first.',
      )}
    >
      <Select
        label={t('Model')}
        hint={t('An alias or a model; its rules and fallbacks hold here too.')}
        layout="inline"
        value={agents.model === '' ? fitting : agents.model}
        onChange={(model) => change({ model: model === fitting ? '' : model })}
        options={[{ value: fitting, label: t('The one that fits') }, ...models]}
      />
      <NumberSetting
        label={t('Steps at most')}
        hint={t('After as many the agent says how far it has come.')}
        min={1}
        max={agentSteps.most}
        value={agents.steps}
        onChange={(steps) => change({ steps })}
      />
      <NumberSetting
        label={t('Minutes at most')}
        hint={t('Then it stops and sums up what is done. 0 is no limit.')}
        min={0}
        max={10_080}
        value={agents.minutes}
        onChange={(minutes) => change({ minutes })}
      />
      <NumberSetting
        label={t('Repairs at most')}
        hint={t('So often it may mend what its tests show.')}
        min={0}
        max={20}
        value={agents.repairs}
        onChange={(repairs) => change({ repairs })}
      />
    </Section>
  );
}

/** How far agents may give work to others. */
export function GivingAwaySection() {
  const { settings: store } = useHeron();
  const agents = useStore(store.state, (state) => state.settings?.agents);
  const update = useAction(t('Could not keep the setting'), store.update);
  if (!agents) return null;
  const change = (patch: Partial<AgentSettings>): void => void update.run({ agents: patch });
  return (
    <Section
      title={t('Work they give away')}
      text={t('An agent may have parts of its work done by others, which may do less than it may, never more.')}
    >
      <NumberSetting
        label={t('Levels at most')}
        hint={t('So many may work one below the other, besides the first. With 0 none gives work away.')}
        min={0}
        max={mostLevels}
        value={agents.levels}
        onChange={(levels) => change({ levels })}
      />
      <NumberSetting
        label={t('Pieces of work at most')}
        hint={t('That one agent gives away.')}
        min={0}
        max={100}
        value={agents.perAgent}
        onChange={(perAgent) => change({ perAgent })}
      />
      <NumberSetting
        label={t('Agents on their own at most')}
        hint={t('At work at a time with nobody waiting for them.')}
        min={0}
        max={64}
        value={agents.spawned}
        onChange={(spawned) => change({ spawned })}
      />
      <NumberSetting
        label={t('Tokens of each of those')}
        hint={t('Where their call says nothing.')}
        min={1000}
        max={100_000_000}
        value={agents.spawnedTokens}
        onChange={(spawnedTokens) => change({ spawnedTokens })}
      />
    </Section>
  );
}
