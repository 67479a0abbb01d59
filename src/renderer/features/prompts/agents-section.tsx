import { useCallback } from 'react';
import { useStore } from 'zustand';
import { agentSteps, type AgentSettings } from '../../../contract/agents.ts';
import type { ModelsOverview } from '../../../contract/models.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { useQuery } from '../../engine/use-query.ts';
import { Section } from '../../ui/section.tsx';
import { Select } from '../../ui/select.tsx';
import { NumberSetting } from '../settings/number-setting.tsx';

/** Options have no empty value. */
const fitting = ' ';

/** How agents work where their plan says nothing else. */
export function AgentsSection() {
  const { settings: store, engine } = useHeron();
  const agents = useStore(store.state, (state) => state.settings?.agents);
  const update = useAction('Could not keep the setting', store.update);
  const load = useCallback(() => engine.client.models.overview({}), [engine]);
  const { data } = useQuery(engine.state, load);
  if (!agents) return null;
  const change = (patch: Partial<AgentSettings>): void => void update.run({ agents: patch });
  return (
    <Section
      title="Agents"
      text="Where the steps of a task cannot be known beforehand, a model chooses them. What a plan says itself goes first."
    >
      <Select
        label="Model"
        hint="An alias or a model; its rules and fallbacks hold here too."
        layout="inline"
        value={agents.model === '' ? fitting : agents.model}
        onChange={(model) => change({ model: model === fitting ? '' : model })}
        options={[{ value: fitting, label: 'The one that fits' }, ...namesOf(data, agents.model)]}
      />
      <NumberSetting
        label="Steps at most"
        hint="After as many the agent says how far it has come."
        min={1}
        max={agentSteps.most}
        value={agents.steps}
        onChange={(steps) => change({ steps })}
      />
      <NumberSetting
        label="Minutes at most"
        hint="Then it stops and sums up what is done. 0 is no limit."
        min={0}
        max={10_080}
        value={agents.minutes}
        onChange={(minutes) => change({ minutes })}
      />
      <NumberSetting
        label="Repairs at most"
        hint="So often it may mend what its tests show."
        min={0}
        max={20}
        value={agents.repairs}
        onChange={(repairs) => change({ repairs })}
      />
    </Section>
  );
}

/** With the chosen one, also where it is not there any more. */
function namesOf(overview: ModelsOverview | undefined, chosen: string): { value: string; label: string }[] {
  const aliases = overview?.aliases.filter(({ models }) => models.length > 0).map(({ alias }) => alias) ?? [];
  const names = [...aliases, ...(overview?.models.map(({ name }) => name) ?? [])];
  const all = chosen === '' || names.includes(chosen) ? names : [chosen, ...names];
  return all.map((name) => ({ value: name, label: name }));
}
