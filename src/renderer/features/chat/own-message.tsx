import { GitBranch, Pencil } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { Message } from '../../../contract/conversations.ts';
import { useHeron } from '../../app/heron-context.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { branchesBefore } from './branches.ts';
import { ConversationLink } from './conversation-link.tsx';
import { SpokenText } from './spoken-text.tsx';
import { useBranching } from './use-branching.ts';
import { WordsEditor } from './words-editor.tsx';
import { plural, t } from '../../../words/words.ts';

/** What the person said. It can be said differently in a branch: a conversation that shares what came before. */
export function OwnMessage({ message }: { message: Message }) {
  const { text, at, attachments } = message;
  const [isEdited, setIsEdited] = useState(false);
  const { say, take } = useBranching(message);
  if (isEdited) {
    return (
      <article className="ml-auto w-full max-w-[36rem] rounded-2xl rounded-br-md bg-accent-soft">
        <h2 className="sr-only">{t('You')}</h2>
        <WordsEditor
          label={t('Your message')}
          text={text}
          doneLabel={t('Send in a branch')}
          onDone={async (words) => {
            await say.run(words);
          }}
          onCancel={() => setIsEdited(false)}
        />
      </article>
    );
  }
  return (
    <div className="group/own relative">
      <SpokenText text={text} at={at} attachments={attachments}>
        <Aside message={message} />
        <Branches message={message} />
        {/* In the gap below, so that it takes no room while it is not seen. */}
        <span className="pointer-fine:absolute pointer-fine:top-full pointer-fine:-mt-1 flex gap-0.5 opacity-0 transition-opacity group-focus-within/own:opacity-100 group-hover/own:opacity-100 pointer-coarse:opacity-100">
          <IconButton
            size="sm"
            label={t('Edit and send in a branch')}
            icon={Pencil}
            onClick={() => setIsEdited(true)}
          />
          <IconButton
            size="sm"
            label={t('Branch from here')}
            icon={GitBranch}
            disabled={take.isBusy}
            onClick={() => void take.run()}
          />
        </span>
      </SpokenText>
    </div>
  );
}

/** What is to be known of how it was said. */
function Aside({ message: { merged, dropped, steers } }: { message: Message }) {
  return (
    <>
      {steers && <p className="text-xs text-muted">{t('Said to the agent at work')}</p>}
      {merged && (
        <p className="text-xs text-muted">
          {plural(merged.length + 1, { one: '1 message as one', other: '{{count}} messages as one' })}
        </p>
      )}
      {dropped && (
        <div className="max-w-[min(100%,36rem)] text-xs text-muted">
          <p>{t('Too many waited; of these only the beginning is known:')}</p>
          <ul className="list-disc pl-4">
            {dropped.map((line, index) => (
              <li key={index}>{line}</li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

/** The conversations that leave this one before the message. */
function Branches({ message: { id, conversationId } }: { message: Message }) {
  const { chat } = useHeron();
  const branches = useStore(chat.state, ({ conversations }) => branchesBefore(conversations, id));
  const own = branches?.filter(({ origin }) => origin?.conversationId === conversationId);
  return own?.map((branch) => <ConversationLink key={branch.id} conversation={branch} hasIcon />);
}
