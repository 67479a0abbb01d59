import { GitBranch } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useStore } from 'zustand';
import type { Conversation, Excerpt } from '../../../contract/conversations.ts';
import { useHeron } from '../../app/heron-context.ts';
import { navigate } from '../../app/use-route.ts';
import { ListRow } from '../../ui/list-row.tsx';
import { StepIcon } from '../../ui/step-icon.tsx';
import { isUnderWay } from '../runs/summaries.ts';
import { ConversationMenu } from './conversation-menu.tsx';
import { FolderDialog } from './folder-dialog.tsx';
import { RenameField } from './rename-field.tsx';
import { t } from '../../../words/words.ts';

const ConversationPolicyDialog = lazy(async () => ({
  default: (await import('../settings/conversation-policy.tsx')).ConversationPolicyDialog,
}));

interface ConversationRowProps {
  conversation: Conversation;
  /** What was found in it. */
  excerpt?: Excerpt | undefined;
  isCurrent: boolean;
  onPick: () => void;
}

export function ConversationRow({ conversation, excerpt, isCurrent, onPick }: ConversationRowProps) {
  const { id, title, origin } = conversation;
  const [mode, setMode] = useState<'shown' | 'renaming' | 'filing' | 'narrowing'>('shown');
  if (mode === 'renaming') {
    return (
      <div className="px-1 py-0.5">
        <RenameField conversation={conversation} onDone={() => setMode('shown')} />
      </div>
    );
  }
  return (
    <div className="group/row">
      <ListRow
        title={title}
        text={excerpt && <ExcerptText excerpt={excerpt} />}
        start={origin && <GitBranch role="img" aria-label={t('Branch')} size={14} className="text-muted" />}
        isSelected={isCurrent}
        end={<Activities conversationId={id} />}
        onSelect={() => {
          navigate({ screen: 'chat', conversationId: id });
          onPick();
        }}
        hidesActions
        actions={
          <ConversationMenu
            conversation={conversation}
            onRename={() => setMode('renaming')}
            onFile={() => setMode('filing')}
            onNarrow={() => setMode('narrowing')}
          />
        }
      />
      {mode === 'filing' && <FolderDialog conversation={conversation} onClose={() => setMode('shown')} />}
      {mode === 'narrowing' && (
        <Suspense>
          <ConversationPolicyDialog conversation={conversation} onClose={() => setMode('shown')} />
        </Suspense>
      )}
    </div>
  );
}

function ExcerptText({ excerpt: { role, before, found, after } }: { excerpt: Excerpt }) {
  return (
    <span className="line-clamp-2 whitespace-normal">
      {role === 'person' ? t('You: ') : t('Heron: ')}
      {before}
      <mark className="rounded-xs bg-warning-soft text-text">{found}</mark>
      {after}
    </span>
  );
}

/** Work under way, or a question that waits. */
function Activities({ conversationId }: { conversationId: string }) {
  const { permissions, runs } = useHeron();
  const state = useStore(runs.state, ({ summaries }) =>
    Object.values(summaries).some((run) => run.conversationId === conversationId && isUnderWay(run.status)),
  );
  const isBlocked = useStore(runs.state, ({ summaries }) =>
    Object.values(summaries).some((run) => run.conversationId === conversationId && run.asks !== undefined),
  );
  const isAsking = useStore(permissions.state, ({ pending }) =>
    Object.values(pending).some(
      ({ runId }) => runs.state.getState().summaries[runId]?.conversationId === conversationId,
    ),
  );
  if (isAsking || isBlocked) return <StepIcon state="asking" size={14} />;
  return state ? <StepIcon state="running" size={14} /> : null;
}
