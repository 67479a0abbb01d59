import { useStore } from 'zustand';
import { ElevatedMode, type PolicySettings, ProfileName, profiles } from '../../../contract/policy.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { RadioCards } from '../../ui/radio-cards.tsx';
import { Section } from '../../ui/section.tsx';
import { Select } from '../../ui/select.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { ListSetting } from './list-setting.tsx';
import { NumberSetting } from './number-setting.tsx';
import { TrustSection } from './trust-section.tsx';

const profileCards = ProfileName.options.map((value) => ({
  value,
  label: `${value.charAt(0).toUpperCase()}${value.slice(1)}`,
  hint: profiles[value].says,
}));

const modes: Record<ElevatedMode, string> = {
  off: 'Deny it without a question',
  ask: 'Ask',
  full: 'Allow it, unless a rule stands against it',
};

/** What may be done at all; the permissions below it say what is not asked for. */
export function PolicySection() {
  const { settings: store } = useHeron();
  const { settings, failure } = useStore(store.state);
  const update = useAction('Could not keep the setting', store.update);
  if (!settings) {
    return failure ? (
      <ErrorState title="Could not load the policy" text={failure.message} onRetry={() => void store.read()} />
    ) : (
      <Skeleton lines={6} label="Loading the policy" />
    );
  }
  const change = (policy: Partial<PolicySettings>) => void update.run({ policy });
  return (
    <>
      <Form policy={settings.policy} onChange={change} />
      <TrustSection trust={settings.policy.trust} onChange={(trust) => change({ trust })} />
    </>
  );
}

interface FormProps {
  policy: PolicySettings;
  onChange: (patch: Partial<PolicySettings>) => void;
}

function Form({ policy, onChange }: FormProps) {
  return (
    <>
      <Section title="What may be done" text="Actions that are left out are refused without a question.">
        <RadioCards
          label="Profile"
          value={policy.profile}
          onChange={(profile) => onChange({ profile })}
          cards={profileCards}
        />
        <ListSetting
          label="Only these"
          hint="Empty for all of the profile. Groups, workers or actions, like group:files, archive, web-fetch.page."
          names={policy.allow}
          onChange={(allow) => onChange({ allow })}
        />
        <ListSetting
          label="Never these"
          hint="Wins over everything that allows."
          names={policy.deny}
          onChange={(deny) => onChange({ deny })}
        />
        <Select
          label="What no permission covers"
          hint="A conversation can have its own: /elevated off, ask or full."
          layout="inline"
          value={policy.elevated}
          onChange={(mode) => onChange({ elevated: ElevatedMode.parse(mode) })}
          options={ElevatedMode.options.map((value) => ({ value, label: modes[value] }))}
        />
      </Section>
      <Section title="How often in an hour" text="Over a limit, actions fail and say when the next may go.">
        <NumberSetting
          label="Effects on others"
          hint="Requests and programs of actions that reach others or are final"
          min={1}
          max={100_000}
          value={policy.effectsPerHour}
          onChange={(effectsPerHour) => onChange({ effectsPerHour })}
        />
        <NumberSetting
          label="Requests to other machines"
          hint="Every request, also one that only reads"
          min={1}
          max={100_000}
          value={policy.outsidePerHour}
          onChange={(outsidePerHour) => onChange({ outsidePerHour })}
        />
      </Section>
    </>
  );
}
