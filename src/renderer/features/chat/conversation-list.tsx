import { Folder, MessageSquarePlus, Search } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { Conversation, Excerpt } from '../../../contract/conversations.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { navigate } from '../../app/use-route.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { useBeginInFolder } from './folder-lines.tsx';
import { useQuery } from '../../engine/use-query.ts';
import { Button } from '../../ui/button.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { ConversationRow } from './conversation-row.tsx';
import { type ConversationGroup, groupConversations } from './conversation-order.ts';
import { useNow } from '../../app/use-now.ts';
import { useSettledText } from '../../app/use-settled-text.ts';
import { t } from '../../../words/words.ts';

interface ConversationListProps {
  currentId: string | undefined;
  /** After one was picked: closes the sheet on a phone. */
  onPick?: () => void;
}

export function ConversationList({ currentId, onPick }: ConversationListProps) {
  const [query, setQuery] = useState('');
  const wanted = useSettledText(query.trim());
  return (
    <section aria-label={t('Conversations')} className="pb-4">
      <div className="px-1 pb-2">
        <TextField
          type="search"
          label={t('Search conversations')}
          isLabelHidden
          placeholder={t('Search conversations')}
          maxLength={200}
          icon={Search}
          value={query}
          onChange={setQuery}
        />
      </div>
      {wanted === '' ? (
        <All currentId={currentId} onPick={onPick} />
      ) : (
        <Found query={wanted} currentId={currentId} onPick={onPick} />
      )}
    </section>
  );
}

function All({ currentId, onPick }: ConversationListProps) {
  const { chat } = useHeron();
  const { conversations, isListed, listFailure } = useStore(
    chat.state,
    useShallow((state) => ({
      conversations: state.conversations,
      isListed: state.isListed,
      listFailure: state.listFailure,
    })),
  );
  const now = useNow(60_000, true);
  if (listFailure && !isListed) return <Failed text={listFailure.message} onRetry={() => void chat.list()} />;
  if (!isListed) return <Skeleton shape="rows" lines={5} label={t('Loading conversations')} />;
  if (conversations.length === 0) return <Quiet text={t('Your conversations will be listed here.')} />;
  return groupConversations(conversations, now).map(({ key, ...group }) => (
    <Rows key={key} {...group} currentId={currentId} onPick={onPick} />
  ));
}

function Found({ query, currentId, onPick }: ConversationListProps & { query: string }) {
  const { engine } = useHeron();
  const load = useCallback(() => engine.client.conversations.search({ query }), [engine, query]);
  const { data, failure, reload } = useQuery(engine.state, load);
  if (failure) return <Failed text={failure.message} onRetry={() => void reload()} />;
  if (!data) return <Skeleton shape="rows" lines={3} label={t('Searching')} />;
  if (data.length === 0) return <Quiet text={t('No conversation matches “{{query}}”.', { query })} />;
  return (
    <Rows
      heading={t('Found')}
      conversations={data.map(({ conversation }) => conversation)}
      excerpts={new Map(data.map(({ conversation, excerpts }) => [conversation.id, excerpts]))}
      currentId={currentId}
      onPick={onPick}
    />
  );
}

interface RowsProps extends ConversationListProps, Pick<ConversationGroup, 'heading'> {
  conversations: Conversation[];
  isFolder?: boolean;
  /** What was found, by conversation. */
  excerpts?: Map<string, Excerpt[]>;
}

function Rows({ heading, isFolder, conversations, excerpts, currentId, onPick }: RowsProps) {
  return (
    <div className="pt-2">
      <h2 className="flex items-center gap-1.5 px-3 pb-1 text-2xs font-medium text-muted">
        {isFolder && <Folder aria-hidden size={12} className="shrink-0" />}
        <span className="min-w-0 truncate">{heading}</span>
        {isFolder && <SayInFolder folder={heading} onPick={onPick} />}
      </h2>
      <ul>
        {conversations.map((conversation) => (
          <li key={conversation.id}>
            <ConversationRow
              conversation={conversation}
              excerpt={excerpts?.get(conversation.id)?.[0]}
              isCurrent={conversation.id === currentId}
              onPick={() => onPick?.()}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Where a folder goes on: in its last conversation, or in a new one where that is long or from long ago. */
function SayInFolder({ folder, onPick }: { folder: string; onPick: (() => void) | undefined }) {
  const { engine } = useHeron();
  const begin = useBeginInFolder(folder);
  const go = useCallback(async () => {
    const { last } = await engine.client.folders.read({ folder });
    if (last && !last.because) navigate({ screen: 'chat', conversationId: last.conversationId });
    else begin();
    onPick?.();
  }, [engine, folder, begin, onPick]);
  const going = useAction(t('Could not look into the folder'), go);
  return (
    <span className="ml-auto">
      <IconButton
        size="sm"
        label={t('Go on in {{folder}}', { folder })}
        icon={MessageSquarePlus}
        onClick={() => void going.run()}
      />
    </span>
  );
}

function Quiet({ text }: { text: string }) {
  return <p className="px-3 py-2 text-xs text-muted">{text}</p>;
}

function Failed({ text, onRetry }: { text: string; onRetry: () => void }) {
  return (
    <div role="alert" className="space-y-2 px-3 py-2 text-xs text-muted">
      <p>{text}</p>
      <Button size="sm" onClick={onRetry}>
        {t('Try again')}
      </Button>
    </div>
  );
}
