import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { Manifest } from '../../../contract/manifest.ts';
import { ElevatedMode, type PolicySettings, ProfileName, profiles } from '../../../contract/policy.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { RadioCards } from '../../ui/radio-cards.tsx';
import { Section } from '../../ui/section.tsx';
import { Select } from '../../ui/select.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { useManifests } from '../workers/use-manifests.ts';
import { NumberSetting } from './number-setting.tsx';
import { LeftOut } from './policy-preview.tsx';
import { ToolList } from './tool-list.tsx';
import { TrustSection } from './trust-section.tsx';
import { TryAction } from './try-action.tsx';
import { t } from '../../../words/words.ts';

const profileCards = ProfileName.options.map((value) => ({
  value,
  label: `${value.charAt(0).toUpperCase()}${value.slice(1)}`,
  hint: profiles[value].says,
}));

const modes = (): Record<ElevatedMode, string> => ({
  off: t('Deny it without a question'),
  ask: t('Ask'),
  full: t('Allow it, unless a rule stands against it'),
});

/** What may be done at all; the permissions below it say what is not asked for. */
export function PolicySection() {
  const { settings: store, workers } = useHeron();
  const { settings, failure } = useStore(store.state);
  const manifests = useManifests();
  const isRead = useStore(workers.state, (state) => state.isRead);
  useEffect(() => void (isRead || workers.read()), [isRead, workers]);
  const update = useAction(t('Could not keep the setting'), store.update);
  if (!settings) {
    return failure ? (
      <ErrorState title={t('Could not load the policy')} text={failure.message} onRetry={() => void store.read()} />
    ) : (
      <Skeleton lines={6} label={t('Loading the policy')} />
    );
  }
  const change: ChangePolicy = (policy, what) => {
    const before = partsOf(settings.policy, policy);
    const undo = () => {
      const now = store.state.getState().settings?.policy;
      const isAsSet = now && JSON.stringify(partsOf(now, policy)) === JSON.stringify(policy);
      if (isAsSet) void update.run({ policy: before });
      else showToast({ tone: 'warning', title: t('It was changed since'), text: t('Nothing was put back.') });
    };
    void update.run({ policy }).then((isDone) => {
      if (isDone && what !== undefined) showToast({ title: what, action: { label: t('Undo'), onSelect: undo } });
    });
  };
  return (
    <>
      <Form policy={settings.policy} manifests={manifests} onChange={change} />
      <TrustSection trust={settings.policy.trust} onChange={(trust, what) => change({ trust }, what)} />
      <TryAction manifests={manifests} />
    </>
  );
}

/** What a policy has in place of a change. */
function partsOf(policy: PolicySettings, change: Partial<PolicySettings>): Partial<PolicySettings> {
  return Object.fromEntries(Object.keys(change).map((name) => [name, policy[name as keyof PolicySettings]]));
}

/** With words for what was done, it can be taken back by the notice that says so. */
type ChangePolicy = (patch: Partial<PolicySettings>, what?: string) => void;

interface FormProps {
  policy: PolicySettings;
  manifests: Manifest[];
  onChange: ChangePolicy;
}

function Form({ policy, manifests, onChange }: FormProps) {
  return (
    <>
      <Section title={t('What may be done')} text={t('Actions that are left out are refused without a question.')}>
        <RadioCards
          label={t('Profile')}
          value={policy.profile}
          onChange={(profile) => onChange({ profile }, t('The profile is {{profile}} now', { profile }))}
          cards={profileCards}
        />
        <LeftOut policy={policy} />
        <ToolList
          label={t('Only these')}
          hint={t('Narrows the profile to what is in the list.')}
          empty={t('Empty: all that the profile has.')}
          entries={policy.allow}
          manifests={manifests}
          draftOf={(allow) => ({ allow })}
          onChange={(allow, what) => onChange({ allow }, what)}
        />
        <ToolList
          label={t('Never these')}
          hint={t('Wins over everything that allows.')}
          empty={t('Empty: nothing is left out.')}
          entries={policy.deny}
          manifests={manifests}
          draftOf={(deny) => ({ deny })}
          onChange={(deny, what) => onChange({ deny }, what)}
        />
        <Select
          label={t('What no permission covers')}
          hint={t('A conversation can have its own: /elevated off, ask or full.')}
          layout="inline"
          value={policy.elevated}
          onChange={(mode) => onChange({ elevated: ElevatedMode.parse(mode) })}
          options={ElevatedMode.options.map((value) => ({ value, label: modes()[value] }))}
        />
      </Section>
      <Section title={t('How often in an hour')} text={t('Over a limit, actions fail and say when the next may go.')}>
        <NumberSetting
          label={t('Effects on others')}
          hint={t('Requests and programs of actions that reach others or are final')}
          min={1}
          max={100_000}
          value={policy.effectsPerHour}
          onChange={(effectsPerHour) => onChange({ effectsPerHour })}
        />
        <NumberSetting
          label={t('Requests to other machines')}
          hint={t('Every request, also one that only reads')}
          min={1}
          max={100_000}
          value={policy.outsidePerHour}
          onChange={(outsidePerHour) => onChange({ outsidePerHour })}
        />
      </Section>
    </>
  );
}
