import { type ConversationPolicy, type PolicyDraftOf, ProfileName, profiles } from '../../../contract/policy.ts';
import { RadioCards } from '../../ui/radio-cards.tsx';
import { useManifests } from '../workers/use-manifests.ts';
import { LeftOut } from './policy-preview.tsx';
import { ToolList } from './tool-list.tsx';
import { t } from '../../../words/words.ts';

interface NarrowingFieldsProps {
  of: Exclude<PolicyDraftOf, 'default'>;
  own: ConversationPolicy;
  onChange: (next: ConversationPolicy) => void;
}

/** A profile and lists that narrow the policy, with what they leave out, before an entry is added and after. */
export function NarrowingFields({ of, own, onChange }: NarrowingFieldsProps) {
  const manifests = useManifests();
  const { profile = 'full', allow = [], deny = [] } = own;
  return (
    <div className="space-y-5">
      <RadioCards
        label={t('Profile')}
        value={profile}
        onChange={(next) => onChange({ ...own, profile: next })}
        cards={ProfileName.options.map((value) => ({
          value,
          label: value === 'full' ? t('As in Settings') : `${value.charAt(0).toUpperCase()}${value.slice(1)}`,
          hint: value === 'full' ? t('What the profile of all conversations has.') : profiles[value].says,
        }))}
      />
      <ToolList
        label={t('Only these')}
        hint={t('Narrows the profile to what is in the list.')}
        empty={t('Empty: all that the profile has.')}
        entries={allow}
        manifests={manifests}
        of={of}
        draftOf={(next) => ({ ...own, allow: next })}
        onChange={(next) => onChange({ ...own, allow: next })}
      />
      <ToolList
        label={t('Never these')}
        hint={t('Wins over everything that allows.')}
        empty={t('Empty: nothing is left out.')}
        entries={deny}
        manifests={manifests}
        of={of}
        draftOf={(next) => ({ ...own, deny: next })}
        onChange={(next) => onChange({ ...own, deny: next })}
      />
      <LeftOut policy={own} of={of} />
    </div>
  );
}
