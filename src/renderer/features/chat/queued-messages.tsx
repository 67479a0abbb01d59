import { ArrowUp, Clock, Paperclip, Pencil, X } from 'lucide-react';
import { useState } from 'react';
import type { Attachment } from '../../../contract/blobs.ts';
import type { QueuedMessage } from '../../../contract/conversations.ts';
import type { QueueMode } from '../../../contract/lanes.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { modeNames, QueueModeMenu } from './queue-mode-menu.tsx';
import { WordsEditor } from './words-editor.tsx';
import { plural, t } from '../../../words/words.ts';

/** What waits until the run before it is over, over the composer. */
export function QueuedMessages({ queued }: { queued: QueuedMessage[] }) {
  if (queued.length === 0) return null;
  return (
    <section
      aria-label={t('Waiting messages')}
      className="mx-auto w-full max-w-3xl shrink-0 animate-fade-in px-3 pt-1 pb-2 sm:px-6"
    >
      <h2 className="flex items-center gap-1.5 px-2 pb-1 text-2xs font-medium text-muted">
        <Clock aria-hidden size={12} /> {t('Sent when it is their turn')}
      </h2>
      <ol className="max-h-48 divide-y overflow-y-auto rounded-lg border bg-raised">
        {queued.map((one) => (
          <li key={one.id}>
            <Queued queued={one} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Queued({ queued }: { queued: QueuedMessage }) {
  const { id: messageId, conversationId, text, attachments = [], mode = 'followup' } = queued;
  const { queue } = useHeron().chat;
  const [isEdited, setIsEdited] = useState(false);
  const one = { conversationId, messageId };
  const reword = useAction(t('Could not change the message'), (words: string) => queue.reword(one, words));
  const changeMode = useAction(t('Could not change how the message waits'), (next: QueueMode) =>
    queue.changeMode(one, next),
  );
  const withdraw = useAction(t('Could not take the message back'), () => queue.withdraw(one));
  const send = useAction(t('Could not send the message'), () => queue.sendNow(one));
  if (isEdited) {
    return (
      <WordsEditor
        label={t('Waiting message')}
        text={text}
        doneLabel={t('Save')}
        onDone={async (words) => {
          if (words === text || (await reword.run(words))) setIsEdited(false);
        }}
        onCancel={() => setIsEdited(false)}
      />
    );
  }
  return (
    <div className="flex items-start gap-1 py-1 pr-1.5 pl-3">
      {attachments.length > 0 && (
        <span className="flex shrink-0 items-center gap-1 py-1.5 text-xs text-muted" title={names(attachments)}>
          <Paperclip aria-hidden size={12} /> {plural(attachments.length, { one: '1 file', other: '{{count}} files' })}
        </span>
      )}
      <p className="line-clamp-2 min-w-0 flex-1 py-1 text-sm break-words whitespace-pre-wrap">{text}</p>
      <QueueModeMenu
        heading={t('How it waits')}
        mode={mode}
        onChoose={(next) => void changeMode.run(next)}
        trigger={
          <Button
            size="sm"
            variant="ghost"
            aria-label={t('How it waits, {{label}}: {{text}}', { label: modeNames()[mode].label, text })}
          >
            {modeNames()[mode].label}
          </Button>
        }
      />
      <IconButton size="sm" label={t('Send now: {{text}}', { text })} icon={ArrowUp} onClick={() => void send.run()} />
      <IconButton size="sm" label={t('Edit: {{text}}', { text })} icon={Pencil} onClick={() => setIsEdited(true)} />
      <IconButton size="sm" label={t('Remove: {{text}}', { text })} icon={X} onClick={() => void withdraw.run()} />
    </div>
  );
}

function names(attachments: Attachment[]): string {
  return attachments.map(({ name }) => name).join(', ');
}
