import { CornerUpLeft, FolderPlus, X } from 'lucide-react';
import { useCallback, useId } from 'react';
import { useStore } from 'zustand';
import type { Conversation } from '../../../contract/conversations.ts';
import { beginConversation } from '../../app/begin-conversation.ts';
import { useHeron } from '../../app/heron-context.ts';
import { openLink } from '../../app/open-link.ts';
import { useQuery } from '../../engine/use-query.ts';
import { Button } from '../../ui/button.tsx';
import { Disclosure } from '../../ui/disclosure.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Markdown } from '../../ui/markdown.tsx';
import { ConversationLink } from './conversation-link.tsx';
import { t } from '../../../words/words.ts';

/** What a conversation goes on from, with the way back, and what models are told of it. */
export function FollowedLine({ follows }: { follows: NonNullable<Conversation['follows']> }) {
  const { chat } = useHeron();
  const from = useStore(chat.state, ({ conversations }) =>
    conversations.find(({ id }) => id === follows.conversationId),
  );
  const { given } = follows;
  const id = useId();
  return (
    <section aria-labelledby={id} className="space-y-2">
      <h2 id={id} className="sr-only">
        {t('What this conversation goes on from')}
      </h2>
      <div className="flex min-w-0 items-center gap-1.5 text-xs text-muted">
        <CornerUpLeft aria-hidden size={13} className="shrink-0" />
        <span className="shrink-0">{from ? t('Goes on from') : t('Goes on from a conversation that was deleted')}</span>
        {from && <ConversationLink conversation={from} />}
      </div>
      {given && <Given given={given} />}
    </section>
  );
}

function Given({
  given: { text, model, because },
}: {
  given: NonNullable<NonNullable<Conversation['follows']>['given']>;
}) {
  if (text === '') {
    return (
      <p className="text-xs text-muted">
        {because === undefined
          ? t('It was told nothing of what was said before: there was nothing.')
          : t('It was told nothing of what was said before: {{because}}.', { because })}
      </p>
    );
  }
  return (
    <div className="rounded-lg border bg-sunken px-3 py-1.5">
      <Disclosure title={<span className="text-muted">{t('What it was told of the earlier conversations')}</span>}>
        <p className="text-xs text-muted">
          {because === undefined
            ? t('Models are shown this before what is said here. {{model}} wrote it.', { model: model ?? t('A model') })
            : t('Models are shown this before what is said here. What was said last is not in it: {{because}}.', {
                because,
              })}
        </p>
        <div className="pt-2 pb-1 text-sm">
          <Markdown text={text} onOpenLink={openLink} />
        </div>
      </Disclosure>
    </div>
  );
}

/** A conversation of a folder that has become long, or was left for a day: a new one would know what matters of it. */
export function StaleLine({ conversation }: { conversation: Conversation }) {
  const { engine } = useHeron();
  const { folder = '', id } = conversation;
  const load = useCallback(() => engine.client.folders.read({ folder }), [engine, folder]);
  const { data } = useQuery(engine.state, load);
  const begin = useBeginInFolder(folder);
  const because = data?.last?.conversationId === id ? data.last.because : undefined;
  if (because === undefined) return null;
  return (
    <div className="mx-auto flex w-full max-w-3xl flex-wrap items-center gap-x-3 gap-y-1 px-4 pb-2 text-xs text-muted sm:px-6">
      <span className="min-w-0 flex-1 basis-48">
        {because === 'long'
          ? t('This conversation has become long. A new one is told what matters of it.')
          : t('This conversation is from long ago. A new one is told what matters of it.')}
      </span>
      <Button size="sm" icon={FolderPlus} onClick={begin}>
        {t('Begin a new one in {{folder}}', { folder })}
      </Button>
    </div>
  );
}

/** Leads to the empty conversation; what is said there begins one in the folder. */
export function useBeginInFolder(folder: string): () => void {
  const { chat } = useHeron();
  return () => {
    chat.state.setState({ nextFolder: folder });
    beginConversation();
  };
}

/** Over an empty conversation that is to begin in a folder. */
export function NextFolder() {
  const { chat } = useHeron();
  const folder = useStore(chat.state, ({ nextFolder }) => nextFolder);
  if (folder === undefined) return null;
  return (
    <p className="mx-auto mb-6 flex w-fit max-w-full items-center gap-1.5 rounded-full border bg-raised py-1 pr-1 pl-3 text-xs text-muted">
      <FolderPlus aria-hidden size={13} className="shrink-0" />
      <span className="min-w-0 truncate">{t('In {{folder}}, and told what was said there', { folder })}</span>
      <IconButton
        size="sm"
        label={t('Not in {{folder}}', { folder })}
        icon={X}
        onClick={() => chat.state.setState({ nextFolder: undefined })}
      />
    </p>
  );
}
