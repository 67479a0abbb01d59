import { useStore } from 'zustand';
import { useHeron } from '../../app/heron-context.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { SpokenText } from './spoken-text.tsx';
import type { Outgoing } from './threads.ts';
import { t } from '../../../words/words.ts';

interface OutgoingMessageProps {
  outgoing: Outgoing;
  threadKey: string;
}

export function OutgoingMessage({ outgoing, threadKey }: OutgoingMessageProps) {
  const { key, text, at, failure, messageId, attachments } = outgoing;
  const { chat, engine } = useHeron();
  const isOffline = useStore(engine.state, ({ phase }) => phase !== 'online');
  if (!failure) {
    return (
      <SpokenText text={text} at={at} isPale={messageId === undefined} attachments={attachments}>
        {messageId === undefined && (
          <span className="animate-late text-xs">
            <Spinner size={12} label={isOffline ? t('Waits for the connection') : t('Planning')} />
          </span>
        )}
      </SpokenText>
    );
  }
  return (
    <SpokenText text={text} at={at} attachments={attachments}>
      <Notice
        tone="danger"
        title={t('Not sent')}
        action={
          <span className="flex shrink-0 gap-1.5">
            <Button size="sm" variant="ghost" onClick={() => chat.discard(threadKey, key)}>
              {t('Discard')}
            </Button>
            <Button size="sm" onClick={() => void chat.resend(threadKey, key)}>
              {t('Send again')}
            </Button>
          </span>
        }
      >
        {failure.message}
      </Notice>
    </SpokenText>
  );
}
