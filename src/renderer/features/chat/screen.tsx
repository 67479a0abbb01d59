import { MessageSquareOff } from 'lucide-react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { useHeron } from '../../app/heron-context.ts';
import { navigate } from '../../app/use-route.ts';
import { Button } from '../../ui/button.tsx';
import { DropHint } from '../../ui/drop-hint.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { TipBar } from '../tips/tip-bar.tsx';
import { useFileDrop } from '../../ui/use-file-drop.ts';
import { ShownPromptDialog } from '../prompts/shown-prompt.tsx';
import { UndoByCommand } from '../runs/undo-by-command.tsx';
import { AnswerAnnouncer } from './answer-announcer.tsx';
import { ChatComposer } from './chat-composer.tsx';
import { ChatHeader } from './chat-header.tsx';
import { ChatStart } from './chat-start.tsx';
import { StaleLine } from './folder-lines.tsx';
import { QueuedMessages } from './queued-messages.tsx';
import { newThread } from './store.ts';
import { ThreadView } from './thread-view.tsx';
import { emptyThread, type Thread } from './threads.ts';
import { useAttaching } from './use-attaching.ts';
import { useChatKeys } from './use-chat-keys.ts';
import { useOpenConversation } from './use-open-conversation.ts';
import { t } from '../../../words/words.ts';

export function ChatScreen({ conversationId }: { conversationId: string | undefined }) {
  const { chat } = useHeron();
  const conversation = useStore(chat.state, ({ threads }) => threads[conversationId ?? newThread]?.conversation);
  return (
    <>
      <ChatHeader conversation={conversation} />
      <div className="flex min-h-0 flex-1 flex-col">
        <ChatBody conversationId={conversationId} start={<ChatStart />} />
      </div>
    </>
  );
}

interface ChatBodyProps {
  conversationId: string | undefined;
  /** What stands where a conversation has not begun. */
  start: ReactNode;
}

/** A conversation with its composer. */
export function ChatBody({ conversationId, start }: ChatBodyProps) {
  const { chat } = useHeron();
  const key = conversationId ?? newThread;
  const body = useStore(
    chat.state,
    useShallow(({ threads }) => bodyOf(threads[key] ?? emptyThread)),
  );
  const reopen = useOpenConversation(conversationId);
  const stopping = useChatKeys(conversationId);
  const { failure, isRead, hasOutgoing, messageCount } = body;
  if (failure?.code === 'not-found') return <Gone />;
  // What is there already stays, though it could not be read again: the engine may have gone right after an answer.
  if (failure && !isRead && !hasOutgoing && messageCount === 0) {
    return <ErrorState title={t('Could not load the conversation')} text={failure.message} onRetry={reopen} />;
  }
  return <Body {...{ conversationId, body, stopping, start }} threadKey={key} />;
}

/** What is shown around the rows: it stays the same while an answer streams. */
function bodyOf({ failure, isRead, conversation, queued, outgoing, messages }: Thread) {
  return { failure, isRead, conversation, queued, hasOutgoing: outgoing.length > 0, messageCount: messages.length };
}

interface BodyProps {
  conversationId: string | undefined;
  body: ReturnType<typeof bodyOf>;
  threadKey: string;
  /** The run that another Escape would stop. */
  stopping: string | undefined;
  start: ReactNode;
}

function Body({ conversationId, body, threadKey, stopping, start }: BodyProps) {
  const { isOver, target } = useFileDrop(useAttaching(threadKey));
  const { isRead, conversation, queued, hasOutgoing, messageCount } = body;
  const isLoading = conversationId !== undefined && !isRead && !hasOutgoing && messageCount === 0;
  return (
    <div {...target} className="relative flex min-h-0 flex-1 flex-col">
      <AnswerAnnouncer threadKey={threadKey} />
      {isOver && <DropHint text={t('Drop files to attach them')} />}
      {isLoading ? (
        <div className="mx-auto w-full max-w-3xl flex-1 px-4 py-6 sm:px-6">
          <Skeleton lines={5} label={t('Loading the conversation')} />
        </div>
      ) : conversationId === undefined && !hasOutgoing ? (
        start
      ) : (
        <ThreadView key={threadKey} threadKey={threadKey} />
      )}
      {conversation?.folder !== undefined && <StaleLine key={messageCount} conversation={conversation} />}
      <QueuedMessages queued={queued} />
      <TipBar conversationId={conversationId} />
      <UndoByCommand />
      <ShownPromptDialog />
      <ChatComposer threadKey={threadKey} stopping={stopping} />
    </div>
  );
}

function Gone() {
  return (
    <EmptyState
      icon={MessageSquareOff}
      title={t('This conversation is gone')}
      text={t('It was deleted. What its runs did is still on the timeline.')}
      action={<Button onClick={() => navigate({ screen: 'chat' })}>{t('New conversation')}</Button>}
    />
  );
}
