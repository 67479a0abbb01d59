import { ArrowUp, Folder, FolderSearch } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { useQuery } from '../../engine/use-query.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { InlineCode } from '../../ui/inline-code.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { t } from '../../../words/words.ts';

/** Beside a field for a path: the system's own window where the app has one, else a list of folders. */
export function ChooseFolder({ onChoose }: { onChoose: (path: string) => void }) {
  const { engine } = useHeron();
  const [isOpen, setIsOpen] = useState(false);
  const choosing = useCallback(async () => {
    const { isThere } = await engine.client.files.chooser({});
    if (!isThere) return setIsOpen(true);
    const { path } = await engine.client.files.choose({});
    if (path !== undefined) onChoose(path);
  }, [engine, onChoose]);
  const choose = useAction(t('Could not choose a folder'), choosing);
  return (
    <>
      <Button icon={FolderSearch} isLoading={choose.isBusy} onClick={() => void choose.run()}>
        {t('Choose…')}
      </Button>
      <Dialog isOpen={isOpen} onOpenChange={setIsOpen} title={t('Choose a folder')}>
        {isOpen && (
          <Folders
            onChoose={(path) => {
              setIsOpen(false);
              onChoose(path);
            }}
          />
        )}
      </Dialog>
    </>
  );
}

function Folders({ onChoose }: { onChoose: (path: string) => void }) {
  const { engine } = useHeron();
  const [path, setPath] = useState<string>();
  const load = useCallback(() => engine.client.files.look(path === undefined ? {} : { path }), [engine, path]);
  const { data, failure, reload } = useQuery(engine.state, load);
  const up = data?.parent;
  if (failure && !data) {
    return <ErrorState title={t('Could not read the folder')} text={failure.message} onRetry={() => void reload()} />;
  }
  if (!data) return <Skeleton shape="rows" lines={6} label={t('Reading the folder')} />;
  return (
    <div className="space-y-3">
      <div className="flex items-center gap-2">
        <IconButton
          icon={ArrowUp}
          label={t('To the folder above')}
          disabled={up === undefined}
          onClick={() => setPath(up)}
        />
        <span className="min-w-0 flex-1 break-all" aria-live="polite">
          <InlineCode>{data.path}</InlineCode>
        </span>
      </div>
      <ul aria-label={t('Folders')} className="max-h-72 divide-y overflow-y-auto rounded-lg border bg-raised">
        {data.folders.map((folder) => (
          <li key={folder.path}>
            <button
              type="button"
              onClick={() => setPath(folder.path)}
              className="flex min-h-9 w-full items-center gap-2.5 px-3 text-left text-sm hover:bg-hover focus-visible:-outline-offset-2"
            >
              <Folder aria-hidden size={16} strokeWidth={1.75} className="shrink-0 text-muted" />
              <span className="min-w-0 break-words">{folder.name}</span>
            </button>
          </li>
        ))}
        {data.folders.length === 0 && <li className="px-3 py-4 text-sm text-muted">{t('No folders in it')}</li>}
      </ul>
      <div className="flex justify-end">
        <Button variant="primary" onClick={() => onChoose(data.path)}>
          {t('Choose this folder')}
        </Button>
      </div>
    </div>
  );
}
