import { ArrowDown } from 'lucide-react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { useHeron } from '../../app/heron-context.ts';
import { Button } from '../../ui/button.tsx';
import { BranchOrigin } from './branch-origin.tsx';
import { FollowedLine } from './folder-lines.tsx';
import { rowGroups } from './row-groups.ts';
import { ThreadRows } from './thread-rows.tsx';
import { emptyThread } from './threads.ts';
import { useMountedItems } from './use-mounted-items.ts';
import { useThreadItems } from './use-thread-items.ts';
import { useFollowEnd } from './use-follow-end.ts';
import { plural, t } from '../../../words/words.ts';

export function ThreadView({ threadKey }: { threadKey: string }) {
  const { chat, runs } = useHeron();
  const thread = useStore(chat.state, ({ threads }) => threads[threadKey]) ?? emptyThread;
  const own = useStore(
    runs.state,
    useShallow(({ summaries }) => Object.values(summaries).filter((run) => run.conversationId === threadKey)),
  );
  const items = useThreadItems(thread, own);
  const lastRun = items.findLast(({ kind }) => kind === 'run')?.key;
  const lastMessage = items.findLast(({ kind }) => kind === 'message')?.key;
  const { count: mounted, earlier, showEarlier } = useMountedItems(items.length, thread.isRead);
  const { scroller, content, isAtEnd, toEnd } = useFollowEnd(thread.outgoing.at(-1)?.key);
  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scroller}
        role="group"
        aria-label={t('Messages')}
        tabIndex={0}
        className="h-full overflow-y-auto overscroll-contain focus-visible:-outline-offset-2"
      >
        <div ref={content} className="mx-auto flex w-full max-w-3xl flex-col px-4 pt-6 pb-1 sm:px-6">
          {earlier > 0 && (
            <Button size="sm" variant="ghost" className="mb-5 self-center" onClick={showEarlier}>
              {plural(earlier, { one: 'Show 1 earlier message', other: 'Show {{count}} earlier messages' })}
            </Button>
          )}
          {thread.conversation?.origin && (
            <div className="pb-5">
              <BranchOrigin origin={thread.conversation.origin} />
            </div>
          )}
          {thread.conversation?.follows && (
            <div className="pb-5">
              <FollowedLine follows={thread.conversation.follows} />
            </div>
          )}
          {rowGroups(items, mounted).map((group) => (
            <ThreadRows key={group.key} {...{ threadKey, lastRun, lastMessage }} items={group.items} />
          ))}
        </div>
      </div>
      {!isAtEnd && (
        <div className="pointer-events-none absolute inset-x-0 bottom-3 flex justify-center">
          <Button size="sm" icon={ArrowDown} className="pointer-events-auto animate-rise-in" onClick={toEnd}>
            {t('Latest')}
          </Button>
        </div>
      )}
    </div>
  );
}
