import { Activity, Ellipsis, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { Conversation } from '../../../contract/conversations.ts';
import { useHeron } from '../../app/heron-context.ts';
import { navigate } from '../../app/use-route.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { ListRow } from '../../ui/list-row.tsx';
import { Menu } from '../../ui/menu.tsx';
import { StepIcon } from '../../ui/step-icon.tsx';
import { isUnderWay, newestFirst } from '../runs/summaries.ts';
import { DeleteConversation } from './delete-conversation.tsx';
import { RenameField } from './rename-field.tsx';

interface ConversationRowProps {
  conversation: Conversation;
  isCurrent: boolean;
  onPick: () => void;
}

export function ConversationRow({ conversation, isCurrent, onPick }: ConversationRowProps) {
  const { id, title } = conversation;
  const [mode, setMode] = useState<'shown' | 'renaming' | 'deleting'>('shown');
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
        isSelected={isCurrent}
        end={<Activities conversationId={id} />}
        onSelect={() => {
          navigate({ screen: 'chat', conversationId: id });
          onPick();
        }}
        actions={
          <RowMenu
            conversation={conversation}
            onRename={() => setMode('renaming')}
            onDelete={() => setMode('deleting')}
          />
        }
      />
      <DeleteConversation
        conversation={conversation}
        isOpen={mode === 'deleting'}
        onOpenChange={(isOpen) => setMode(isOpen ? 'deleting' : 'shown')}
      />
    </div>
  );
}

interface RowMenuProps {
  conversation: Conversation;
  onRename: () => void;
  onDelete: () => void;
}

function RowMenu({ conversation: { id, title }, onRename, onDelete }: RowMenuProps) {
  const { runs } = useHeron();
  const lastRun = () =>
    newestFirst(runs.state.getState().summaries).find(({ conversationId }) => conversationId === id);
  return (
    <Menu
      trigger={
        <IconButton
          size="sm"
          label={`More for ${title}`}
          icon={Ellipsis}
          className="opacity-0 group-focus-within/row:opacity-100 group-hover/row:opacity-100 aria-expanded:opacity-100 pointer-coarse:opacity-100"
        />
      }
      groups={[
        {
          items: [
            { label: 'Rename', icon: Pencil, onSelect: onRename },
            {
              label: 'Show last run on timeline',
              icon: Activity,
              disabled: !lastRun(),
              onSelect: () => navigate({ screen: 'timeline', runId: lastRun()?.id }),
            },
          ],
        },
        { items: [{ label: 'Delete…', icon: Trash2, tone: 'danger', onSelect: onDelete }] },
      ]}
    />
  );
}

/** Work under way, or a question that waits. */
function Activities({ conversationId }: { conversationId: string }) {
  const { permissions, runs } = useHeron();
  const state = useStore(runs.state, ({ summaries }) =>
    Object.values(summaries).some((run) => run.conversationId === conversationId && isUnderWay(run.status)),
  );
  const isAsking = useStore(permissions.state, ({ pending }) =>
    Object.values(pending).some(
      ({ runId }) => runs.state.getState().summaries[runId]?.conversationId === conversationId,
    ),
  );
  if (isAsking) return <StepIcon state="asking" size={14} />;
  return state ? <StepIcon state="running" size={14} /> : null;
}
