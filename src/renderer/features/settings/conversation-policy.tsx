import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { Conversation } from '../../../contract/conversations.ts';
import type { ConversationPolicy } from '../../../contract/policy.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { NarrowingFields } from './narrowing-fields.tsx';
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
        <NarrowingFields of="conversation" own={own ?? {}} onChange={keep} />
      ) : failure ? (
        <ErrorState title={t('Could not load the policy')} text={failure.message} onRetry={() => void store.read()} />
      ) : (
        <Skeleton lines={6} label={t('Loading the policy')} />
      )}
    </Dialog>
  );
}
