import { Search } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useStore } from 'zustand';
import type { Conversation } from '../../../contract/conversations.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useQuery } from '../../engine/use-query.ts';
import { Button } from '../../ui/button.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { ConversationRow } from './conversation-row.tsx';
import { groupByDay } from './conversation-order.ts';
import { useNow } from '../../app/use-now.ts';
import { useSettledText } from '../../app/use-settled-text.ts';

interface ConversationListProps {
  currentId: string | undefined;
  /** After one was picked: closes the sheet on a phone. */
  onPick?: () => void;
}

export function ConversationList({ currentId, onPick }: ConversationListProps) {
  const [query, setQuery] = useState('');
  const wanted = useSettledText(query.trim());
  return (
    <section aria-label="Conversations" className="pb-4">
      <div className="px-1 pb-2">
        <TextField
          type="search"
          label="Search conversations"
          isLabelHidden
          placeholder="Search conversations"
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
  const { conversations, isListed, listFailure } = useStore(chat.state);
  const now = useNow(60_000, true);
  if (listFailure && !isListed) return <Failed text={listFailure.message} onRetry={() => void chat.list()} />;
  if (!isListed) return <Skeleton shape="rows" lines={5} label="Loading conversations" />;
  if (conversations.length === 0) return <Quiet text="Your conversations will be listed here." />;
  return groupByDay(conversations, now).map(({ heading, conversations: members }) => (
    <Rows key={heading} heading={heading} conversations={members} currentId={currentId} onPick={onPick} />
  ));
}

function Found({ query, currentId, onPick }: ConversationListProps & { query: string }) {
  const { engine } = useHeron();
  const load = useCallback(() => engine.client.conversations.list({ query }), [engine, query]);
  const { data, failure, reload } = useQuery(engine.state, load);
  if (failure) return <Failed text={failure.message} onRetry={() => void reload()} />;
  if (!data) return <Skeleton shape="rows" lines={3} label="Searching" />;
  if (data.length === 0) return <Quiet text={`No conversation matches “${query}”.`} />;
  return <Rows heading="Found" conversations={data} currentId={currentId} onPick={onPick} />;
}

interface RowsProps extends ConversationListProps {
  heading: string;
  conversations: Conversation[];
}

function Rows({ heading, conversations, currentId, onPick }: RowsProps) {
  return (
    <div className="pt-2">
      <h2 className="px-3 pb-1 text-2xs font-medium text-muted">{heading}</h2>
      <ul>
        {conversations.map((conversation) => (
          <li key={conversation.id}>
            <ConversationRow
              conversation={conversation}
              isCurrent={conversation.id === currentId}
              onPick={() => onPick?.()}
            />
          </li>
        ))}
      </ul>
    </div>
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
        Try again
      </Button>
    </div>
  );
}
