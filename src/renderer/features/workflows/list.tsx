import { Copy, Download, Ellipsis, FolderInput, Plus, Search, Trash2, Workflow as WorkflowIcon } from 'lucide-react';
import { useRef, useState } from 'react';
import type { WorkflowDocument, WorkflowSummary } from '../../../contract/workflows.ts';
import { useHeron } from '../../app/heron-context.ts';
import { navigate } from '../../app/use-route.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { ListRow } from '../../ui/list-row.tsx';
import { Menu } from '../../ui/menu.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { StepIcon } from '../../ui/step-icon.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { Gallery } from './gallery.tsx';
import { useWorkflowActions } from './use-workflow-actions.ts';
import { useWorkflows } from './use-workflows.ts';
import { plural, t } from '../../../words/words.ts';

const blank = (): WorkflowDocument => ({ version: 1, title: t('New workflow'), tasks: [] });

/** All workflows, and some to begin with. */
export function WorkflowList() {
  const { engine } = useHeron();
  const { data, failure, reload } = useWorkflows();
  const actions = useWorkflowActions(engine.client);
  const [text, setText] = useState('');
  return (
    <>
      <PageHeader
        title={t('Workflows')}
        text={
          data &&
          (data.length === 0 ? t('None yet') : plural(data.length, { one: '1 workflow', other: '{{count}} workflows' }))
        }
        actions={
          <>
            <OpenFile onOpen={(content) => void actions.importFile.run(content)} />
            <Button
              variant="primary"
              icon={Plus}
              isLoading={actions.create.isBusy}
              onClick={() => void actions.create.run(blank())}
            >
              {t('New workflow')}
            </Button>
          </>
        }
      >
        {data && data.length > 0 && (
          <TextField
            type="search"
            label={t('Find a workflow')}
            isLabelHidden
            className="max-w-sm"
            placeholder={t('Find a workflow')}
            icon={Search}
            value={text}
            onChange={setText}
          />
        )}
      </PageHeader>
      <div
        tabIndex={0}
        role="group"
        aria-label={t('All workflows')}
        className="min-h-0 flex-1 overflow-y-auto px-2 py-3 focus-visible:-outline-offset-2 sm:px-4"
      >
        {failure && !data ? (
          <ErrorState title={t('Could not load the workflows')} text={failure.message} onRetry={() => void reload()} />
        ) : !data ? (
          <Skeleton shape="rows" lines={5} label={t('Loading the workflows')} />
        ) : (
          <div className="mx-auto max-w-5xl space-y-8">
            <Found {...{ workflows: data, text, actions }} onShowAll={() => setText('')} />
            <Gallery onUse={(document) => void actions.create.run(document)} />
          </div>
        )}
      </div>
    </>
  );
}

function Found({ workflows, text, actions, onShowAll }: RowsProps & { text: string; onShowAll: () => void }) {
  if (workflows.length === 0) {
    return (
      <EmptyState
        icon={WorkflowIcon}
        title={t('Keep a plan, and build on it')}
        text={t(
          'A workflow is a plan you put together yourself: drag its steps, connect them, run it as often as you like.',
        )}
      />
    );
  }
  const wanted = text.trim().toLowerCase();
  const found = workflows.filter(({ title, description = '' }) =>
    `${title} ${description}`.toLowerCase().includes(wanted),
  );
  if (found.length > 0) return <Rows workflows={found} actions={actions} />;
  return (
    <p className="px-3 text-sm text-muted">
      {t('No workflow matches.')}
      <button type="button" className="text-accent underline" onClick={onShowAll}>
        {t('Show all')}
      </button>
    </p>
  );
}

interface RowsProps {
  workflows: WorkflowSummary[];
  actions: ReturnType<typeof useWorkflowActions>;
}

function Rows({ workflows, actions }: RowsProps) {
  return (
    <ul aria-label={t('Workflows')}>
      {workflows.map((workflow) => (
        <li key={workflow.id}>
          <ListRow
            start={
              workflow.lastRun ? (
                <StepIcon state={workflow.lastRun.status} />
              ) : (
                <WorkflowIcon aria-hidden size={16} strokeWidth={1.75} className="text-muted" />
              )
            }
            title={workflow.title}
            text={workflow.description ?? plural(workflow.tasks, { one: '1 step', other: '{{count}} steps' })}
            end={
              <>
                {workflow.isOff && <Badge tone="warning">{t('Off')}</Badge>}
                {workflow.published !== undefined && (
                  <Badge tone={workflow.isChanged ? 'neutral' : 'success'}>
                    {workflow.isChanged ? t('Draft') : t('Version {{published}}', { published: workflow.published })}
                  </Badge>
                )}
                <RelativeTime at={workflow.lastRun?.at ?? workflow.changedAt} />
              </>
            }
            actions={
              <Menu
                trigger={<IconButton label={t('More for {{title}}', { title: workflow.title })} icon={Ellipsis} />}
                groups={[
                  {
                    items: [
                      { label: t('Duplicate'), icon: Copy, onSelect: () => void actions.duplicate.run(workflow.id) },
                      {
                        label: t('Save as a file'),
                        icon: Download,
                        onSelect: () => void actions.saveAsFile.run(workflow.id),
                      },
                    ],
                  },
                  {
                    items: [
                      {
                        label: t('Delete'),
                        icon: Trash2,
                        tone: 'danger',
                        onSelect: () => void actions.remove.run(workflow),
                      },
                    ],
                  },
                ]}
              />
            }
            onSelect={() => navigate({ screen: 'workflows', workflowId: workflow.id })}
          />
        </li>
      ))}
    </ul>
  );
}

function OpenFile({ onOpen }: { onOpen: (text: string) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".heron,.json,application/json"
        aria-label={t('A workflow in a file')}
        tabIndex={-1}
        className="hidden"
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          event.target.value = '';
          void file?.text().then(onOpen);
        }}
      />
      <Button icon={FolderInput} onClick={() => input.current?.click()} className="max-sm:hidden">
        {t('Open a file')}
      </Button>
    </>
  );
}
