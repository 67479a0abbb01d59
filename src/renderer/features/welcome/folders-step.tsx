import { FolderPlus } from 'lucide-react';
import { useCallback, useState } from 'react';
import type { UsualFolder } from '../../../contract/welcome.ts';
import { useHeron } from '../../app/heron-context.ts';
import { failureOf } from '../../engine/failure.ts';
import { useQuery } from '../../engine/use-query.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { ChooseFolder } from '../paths/choose-folder.tsx';
import { StepFrame } from './step-frame.tsx';
import { useMove } from './use-move.ts';
import { languageTag, plural, t } from '../../../words/words.ts';

function allowText(count: number): string {
  if (count === 0) return t('Continue');
  return plural(count, { one: 'Allow 1 folder', other: 'Allow {{count}} folders' });
}

export function FoldersStep() {
  const { engine } = useHeron();
  const { move } = useMove();
  const load = useCallback(() => engine.client.welcome.folders({}), [engine]);
  const { data, failure, reload } = useQuery(engine.state, load);
  const [chosen, setChosen] = useState<string[]>([]);
  const [own, setOwn] = useState<string[]>([]);
  const [refusal, setRefusal] = useState<string>();
  const [isBusy, setIsBusy] = useState(false);
  const toggle = (path: string, isWanted: boolean) =>
    setChosen((before) => [...before.filter((each) => each !== path), ...(isWanted ? [path] : [])]);
  const allow = async () => {
    setIsBusy(true);
    setRefusal(undefined);
    try {
      for (const path of chosen) await engine.client.permissions.allowFolder({ path });
      await move({ step: 'try' });
    } catch (error) {
      setRefusal(failureOf(error).message);
      void reload();
    } finally {
      setIsBusy(false);
    }
  };
  const folders = [...(data?.folders ?? []), ...own.map((path) => ({ name: path, path, isAllowed: false }))];
  return (
    <StepFrame
      step="folders"
      title={t('Which folders may it see?')}
      text={t(
        'Heron’s own workers may then read them without asking. Whatever changes a file is still asked for, and so is everything you leave out here.',
      )}
      onSubmit={() => void allow()}
      submit={
        <Button type="submit" variant="primary" isLoading={isBusy}>
          {allowText(chosen.length)}
        </Button>
      }
    >
      <div className="space-y-4">
        {data ? (
          <FolderList folders={folders} chosen={chosen} onToggle={toggle} />
        ) : failure ? (
          <ErrorState title={t('Could not look for folders')} text={failure.message} onRetry={() => void reload()} />
        ) : (
          <Skeleton lines={4} label={t('Looking for your folders')} />
        )}
        <OtherFolder
          onAdd={(path) => {
            if (!folders.some((each) => each.path === path)) setOwn([...own, path]);
            toggle(path, true);
          }}
        />
        {refusal && <Refusal text={refusal} />}
        <Reach readers={data?.readers ?? []} />
      </div>
    </StepFrame>
  );
}

function Refusal({ text }: { text: string }) {
  return (
    <Notice tone="danger" title={t('Could not allow it')}>
      {text}
    </Notice>
  );
}

interface FolderListProps {
  folders: UsualFolder[];
  chosen: string[];
  onToggle: (path: string, isWanted: boolean) => void;
}

function FolderList({ folders, chosen, onToggle }: FolderListProps) {
  if (folders.length === 0) {
    return (
      <p className="text-sm text-muted">{t('None of the usual folders is on this machine. You can name one below.')}</p>
    );
  }
  return (
    <ul aria-label={t('Folders')} className="divide-y rounded-xl border bg-raised shadow-raised">
      {folders.map(({ name, path, isAllowed }) => (
        <li key={path} className="flex items-center gap-3 px-4 py-3">
          <div className="min-w-0 flex-1">
            <Checkbox
              label={<span className="font-medium">{name}</span>}
              hint={name === path ? undefined : <span className="font-mono wrap-anywhere">{path}</span>}
              checked={isAllowed || chosen.includes(path)}
              disabled={isAllowed}
              onChange={(isWanted) => onToggle(path, isWanted)}
            />
          </div>
          {isAllowed && <Badge tone="success">{t('Allowed')}</Badge>}
        </li>
      ))}
    </ul>
  );
}

function OtherFolder({ onAdd }: { onAdd: (path: string) => void }) {
  const [path, setPath] = useState('');
  const add = () => {
    if (path.trim() === '') return;
    onAdd(path.trim());
    setPath('');
  };
  return (
    <div className="flex flex-wrap items-end gap-2">
      <TextField
        label={t('Another folder')}
        isMono
        placeholder="~/Projects"
        autoComplete="off"
        className="min-w-0 flex-1 basis-40"
        value={path}
        onChange={setPath}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || path.trim() === '') return;
          event.preventDefault();
          add();
        }}
      />
      <Button icon={FolderPlus} disabled={path.trim() === ''} onClick={add}>
        {t('Add')}
      </Button>
      <ChooseFolder onChoose={onAdd} />
    </div>
  );
}

/** Whom the permission is for, and what it never opens. */
function Reach({ readers }: { readers: string[] }) {
  return (
    <p className="text-xs text-muted">
      {readers.length > 0 &&
        `${t('It holds for {{readers}}.', { readers: new Intl.ListFormat(languageTag()).format(readers) })} `}
      {t(
        'Keys, passwords and Heron’s own data stay closed whatever is allowed. All of it stands in Settings, Permissions, where you take it back.',
      )}
    </p>
  );
}
