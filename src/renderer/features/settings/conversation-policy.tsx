import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { Conversation } from '../../../contract/conversations.ts';
import { type ConversationPolicy, ProfileName, profiles } from '../../../contract/policy.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { RadioCards } from '../../ui/radio-cards.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useManifests } from '../workers/use-manifests.ts';
import { ToolList } from './tool-list.tsx';
import { t } from '../../../words/words.ts';

interface ConversationPolicyDialogProps {
  conversation: Pick<Conversation, 'id' | 'title'>;
  onClose: () => void;
}

/** What narrows the policy in one conversation. */
export function ConversationPolicyDialog({ conversation: { id, title }, onClose }: ConversationPolicyDialogProps) {
  const { settings: store, workers } = useHeron();
  const { settings, failure } = useStore(store.state);
  const isRead = useStore(workers.state, (state) => state.isRead);
  useEffect(() => void (isRead || workers.read()), [isRead, workers]);
  const update = useAction(t('Could not keep the setting'), store.update);
  const conversations = settings?.policy.conversations;
  const own = conversations?.[id];
  const keep = (next: ConversationPolicy | undefined): void => {
    const { [id]: _, ...others } = conversations ?? {};
    void update.run({ policy: { conversations: next ? { ...others, [id]: next } : others } });
  };
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => isOpen || onClose()}
      title={t('What may be done here')}
      text={t('In “{{title}}” alone. It narrows what Settings → Permissions lets through, and never adds to it.', {
        title,
      })}
      footer={
        <>
          <Button disabled={own === undefined || update.isBusy} onClick={() => keep(undefined)}>
            {t('As in Settings')}
          </Button>
          <Button variant="primary" onClick={onClose}>
            {t('Done')}
          </Button>
        </>
      }
    >
      {settings ? (
        <Fields own={own ?? {}} onChange={keep} />
      ) : failure ? (
        <ErrorState title={t('Could not load the policy')} text={failure.message} onRetry={() => void store.read()} />
      ) : (
        <Skeleton lines={6} label={t('Loading the policy')} />
      )}
    </Dialog>
  );
}

interface FieldsProps {
  own: ConversationPolicy;
  onChange: (next: ConversationPolicy) => void;
}

function Fields({ own, onChange }: FieldsProps) {
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
        onChange={(next) => onChange({ ...own, allow: next })}
      />
      <ToolList
        label={t('Never these')}
        hint={t('Wins over everything that allows.')}
        empty={t('Empty: nothing is left out.')}
        entries={deny}
        manifests={manifests}
        onChange={(next) => onChange({ ...own, deny: next })}
      />
    </div>
  );
}
