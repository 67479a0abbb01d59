import {
  ArrowLeft,
  BellRing,
  BookMarked,
  Eye,
  Flag,
  FolderOpen,
  IdCard,
  ListChecks,
  type LucideIcon,
  Search,
  Sparkles,
  User,
  Wrench,
} from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import {
  mostOfPromptFiles,
  type PromptFile,
  type PromptFileName,
  type PromptsReading,
} from '../../../contract/prompts.ts';
import { useHeron } from '../../app/heron-context.ts';
import { navigate } from '../../app/use-route.ts';
import { useSettledText } from '../../app/use-settled-text.ts';
import { useAction } from '../../engine/use-action.ts';
import { useQuery } from '../../engine/use-query.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { ListRow } from '../../ui/list-row.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useMedia } from '../../ui/use-media.ts';
import { ShownPromptDialog } from '../prompts/shown-prompt.tsx';
import { showWhatModelsSee } from '../prompts/shown-request.ts';
import { FileEditor } from './file-editor.tsx';
import { MemorySearch } from './memory-search.tsx';
import { aboutFiles, fileGroups, toldText } from './memory-files.ts';
import { t } from '../../../words/words.ts';

/** What Heron knows from one conversation to the next: files that a person writes and every model is told. */
export function MemoryScreen({ file }: { file: PromptFileName | undefined }) {
  const { data, failure, reload } = useReading();
  const isNarrow = useMedia('(width < 64rem)');
  const chosen = file ?? (isNarrow ? undefined : 'USER.md');
  const isAlone = isNarrow && chosen !== undefined;
  const [query, setQuery] = useState('');
  const wanted = useSettledText(query.trim());
  return (
    <>
      <PageHeader
        title={isAlone ? aboutFiles()[chosen].title : t('Memory')}
        text={isAlone ? chosen : t('What every model is told, in your own words')}
        start={
          isAlone && (
            <IconButton
              label={t('Back to all of it')}
              icon={ArrowLeft}
              onClick={() => navigate({ screen: 'memory' })}
            />
          )
        }
        actions={data && !isAlone && <Actions canOpen={data.canOpen} />}
      />
      {!data ? (
        failure ? (
          <ErrorState title={t('Could not read the memory')} text={failure.message} onRetry={() => void reload()} />
        ) : (
          <Skeleton shape="rows" lines={8} label={t('Reading the memory')} />
        )
      ) : (
        <div className="flex min-h-0 flex-1 max-lg:flex-col">
          {!isAlone && (
            <FileList
              reading={data}
              chosen={wanted === '' ? chosen : undefined}
              query={query}
              onQuery={setQuery}
              isSearching={wanted !== ''}
            />
          )}
          {wanted !== '' && !isAlone && <MemorySearch query={wanted} />}
          {chosen && (wanted === '' || isAlone) && (
            <section aria-label={aboutFiles()[chosen].title} className="flex min-w-0 flex-1 flex-col overflow-y-auto">
              <FileEditor key={chosen} name={chosen} />
            </section>
          )}
        </div>
      )}
      <ShownPromptDialog />
    </>
  );
}

function useReading() {
  const { engine } = useHeron();
  const load = useCallback(() => engine.client.prompts.read({}), [engine]);
  const query = useQuery(engine.state, load);
  const { reload } = query;
  useEffect(
    () => engine.subscribe((events) => void (events.some(({ type }) => type === 'prompt.fileChanged') && reload())),
    [engine, reload],
  );
  // Files are also changed by hand: who comes back from an editor sees what they are now.
  useEffect(() => {
    const look = (): void => void reload();
    window.addEventListener('focus', look);
    return () => window.removeEventListener('focus', look);
  }, [reload]);
  return query;
}

function Actions({ canOpen }: { canOpen: boolean }) {
  const { engine } = useHeron();
  const open = useCallback(async () => void (await engine.client.prompts.openFolder({})), [engine]);
  const opening = useAction(t('Could not open the folder'), open);
  return (
    <>
      {canOpen && (
        <Button icon={FolderOpen} isLoading={opening.isBusy} onClick={() => void opening.run()}>
          {t('Open the folder')}
        </Button>
      )}
      <Button icon={Eye} onClick={() => showWhatModelsSee(undefined)}>
        <span className="max-sm:sr-only">{t('Show what the model sees')}</span>
      </Button>
    </>
  );
}

interface FileListProps {
  reading: PromptsReading;
  chosen: PromptFileName | undefined;
  query: string;
  onQuery: (query: string) => void;
  /** On a phone what is found takes the place of the files. */
  isSearching: boolean;
}

function FileList({ reading: { files }, chosen, query, onQuery, isSearching }: FileListProps) {
  const told = files.reduce((sum, { shown }) => sum + shown, 0);
  return (
    <div
      tabIndex={0}
      role="group"
      aria-label={t('What there is')}
      className={classNames(
        'flex min-h-0 w-full flex-col overflow-y-auto px-2 py-3 focus-visible:-outline-offset-2',
        isSearching && 'max-lg:shrink-0',
        'lg:w-72 lg:shrink-0 lg:border-r',
      )}
    >
      <div className={classNames('px-1 pb-3', isSearching && 'max-lg:pb-0')}>
        <TextField
          type="search"
          label={t('Search what is remembered')}
          isLabelHidden
          placeholder={t('Search what is remembered')}
          maxLength={500}
          icon={Search}
          value={query}
          onChange={onQuery}
        />
      </div>
      {fileGroups().map(({ title, names }) => (
        <section key={title} aria-label={title} className={classNames('pb-3', isSearching && 'max-lg:hidden')}>
          <h2 className="px-3 pb-1 text-2xs text-muted">{title}</h2>
          <ul>
            {names.map((name) => (
              <li key={name}>
                <Row file={files.find((each) => each.name === name)} name={name} isSelected={name === chosen} />
              </li>
            ))}
          </ul>
        </section>
      ))}
      <div className={classNames('mt-auto space-y-1.5 px-3 pt-2 text-xs text-muted', isSearching && 'max-lg:hidden')}>
        <ProgressBar label={t('How much is told')} value={told} max={mostOfPromptFiles} />
        <p className="tabular-nums">
          {t('{{length}} of {{most}} characters', { length: told, most: mostOfPromptFiles })}
        </p>
      </div>
    </div>
  );
}

const icons: Record<PromptFileName, LucideIcon> = {
  'USER.md': User,
  'MEMORY.md': BookMarked,
  'IDENTITY.md': IdCard,
  'SOUL.md': Sparkles,
  'AGENTS.md': ListChecks,
  'TOOLS.md': Wrench,
  'BOOTSTRAP.md': Flag,
  'HEARTBEAT.md': BellRing,
};

interface RowProps {
  file: PromptFile | undefined;
  name: PromptFileName;
  isSelected: boolean;
}

function Row({ file, name, isSelected }: RowProps) {
  const Icon = icons[name];
  const isEmpty = file === undefined || file.state === 'missing';
  return (
    <ListRow
      start={<Icon aria-hidden size={15} strokeWidth={1.75} className={isEmpty ? 'text-muted' : 'text-accent'} />}
      title={aboutFiles()[name].title}
      text={isEmpty ? aboutFiles()[name].hint : toldText(file)}
      isSelected={isSelected}
      onSelect={() => navigate({ screen: 'memory', file: name })}
    />
  );
}
