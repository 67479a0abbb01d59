import { ArrowLeft, Info, Play, Redo2, TriangleAlert, Undo2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { navigate } from '../../app/use-route.ts';
import { useAction } from '../../engine/use-action.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Popover } from '../../ui/popover.tsx';
import { useBuilderParts, useBuilderState } from './builder-context.ts';
import type { Saving } from './builder-state.ts';
import { ProblemList } from './problem-list.tsx';
import { ScenarioPicker } from './scenario-picker.tsx';
import { People } from './together/people.tsx';
import { plural, t } from '../../../words/words.ts';

interface ToolbarProps {
  onRun: () => void;
  isStarting: boolean;
  menu: ReactNode;
}

/** The head of the builder: what it is called, whether it is saved, and what can be done with all of it. */
export function Toolbar({ onRun, isStarting, menu }: ToolbarProps) {
  const { builder } = useBuilderParts();
  const canUndo = useBuilderState(({ history }) => history.canUndo);
  const canRedo = useBuilderState(({ history }) => history.canRedo);
  return (
    <header className="flex min-h-14 shrink-0 flex-wrap items-center gap-x-2 gap-y-1 border-b px-3 py-2">
      <IconButton label={t('All workflows')} icon={ArrowLeft} onClick={() => navigate({ screen: 'workflows' })} />
      <Title />
      <SavingState />
      <div className="ml-auto flex flex-wrap items-center gap-1">
        <People />
        <IconButton label={t('Undo')} keys="Mod+Z" icon={Undo2} disabled={!canUndo} onClick={builder.undo} />
        <IconButton label={t('Redo')} keys="Mod+Shift+Z" icon={Redo2} disabled={!canRedo} onClick={builder.redo} />
        <Problems />
        {menu}
        <ScenarioPicker />
        <Publish />
        <Button variant="primary" icon={Play} isLoading={isStarting} onClick={onRun}>
          {t('Run')}
        </Button>
      </div>
    </header>
  );
}

function Title() {
  const { builder } = useBuilderParts();
  const title = useBuilderState(({ history }) => history.present.title);
  const [typed, setTyped] = useState<string>();
  const end = (): void => {
    const next = typed?.trim();
    if (next && next !== title) builder.edit((document) => ({ ...document, title: next.slice(0, 300) }));
    setTyped(undefined);
  };
  return (
    <>
      <h1 className="sr-only">{title}</h1>
      <input
        aria-label={t('Title of the workflow')}
        value={typed ?? title}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={end}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.currentTarget.blur();
          if (event.key === 'Escape') setTyped(undefined);
        }}
        className="field-sizing-content h-8 max-w-80 min-w-24 rounded-md bg-transparent px-2 text-base font-semibold text-ellipsis hover:bg-hover max-sm:max-w-44"
      />
    </>
  );
}

const savingWords = (): Record<Saving, string> => ({
  saved: t('Saved'),
  waiting: t('Saving…'),
  saving: t('Saving…'),
  failed: t('Not saved'),
});

function SavingState() {
  const saving = useBuilderState((state) => state.saving);
  const kept = useBuilderState((state) => state.kept);
  return (
    <span role="status" className="flex items-center gap-2 text-xs text-muted">
      {savingWords()[saving]}
      {kept.isOff && <Badge tone="warning">{t('Off')}</Badge>}
      {kept.published !== undefined && (
        <Badge tone={kept.isChanged ? 'neutral' : 'success'}>
          {kept.isChanged
            ? t('Draft, after version {{published}}', { published: kept.published })
            : t('Version {{published}}', { published: kept.published })}
        </Badge>
      )}
    </span>
  );
}

function Problems() {
  const { problems } = useBuilderParts();
  const [isOpen, setIsOpen] = useState(false);
  const wrong = problems.filter(({ tone }) => tone === 'danger').length;
  if (problems.length === 0) return null;
  // What keeps it from running is a problem; what is only worth knowing, a note.
  const label =
    wrong > 0
      ? plural(problems.length, { one: '1 problem', other: '{{count}} problems' })
      : plural(problems.length, { one: '1 note', other: '{{count}} notes' });
  return (
    <Popover
      label={t('Problems')}
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      align="end"
      className="max-h-96 overflow-y-auto p-1!"
      trigger={
        <Button
          size="sm"
          variant="ghost"
          icon={wrong > 0 ? TriangleAlert : Info}
          className={wrong > 0 ? 'text-danger!' : ''}
        >
          {label}
        </Button>
      }
    >
      <ProblemList onLeave={() => setIsOpen(false)} />
    </Popover>
  );
}

function Publish() {
  const { builder } = useBuilderParts();
  const isChanged = useBuilderState(({ kept, saving }) => kept.isChanged || saving !== 'saved');
  const publish = useAction(t('It could not be published'), builder.publish);
  return (
    <Button
      disabled={!isChanged}
      isLoading={publish.isBusy}
      onClick={() => void publish.run()}
      className="max-sm:hidden"
    >
      {t('Publish')}
    </Button>
  );
}
