import { Undo2 } from 'lucide-react';
import { type KeyboardEvent, useId } from 'react';
import { mostOfEditedFile, mostOfPromptFile, type PromptFileName } from '../../../contract/prompts.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Disclosure } from '../../ui/disclosure.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { fieldBox } from '../../ui/field.tsx';
import { KeyHint } from '../../ui/key-hint.tsx';
import { MiddleElided } from '../../ui/middle-elided.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { aboutFiles } from './memory-files.ts';
import { type EditedFile, useFile } from './use-file.ts';
import { t } from '../../../words/words.ts';

/** One of the files as text; nothing is kept before the person says so. */
export function FileEditor({ name }: { name: PromptFileName }) {
  const file = useFile(name);
  if (!file.data) {
    if (!file.failure) return <Skeleton lines={6} label={t('Reading the file')} />;
    return (
      <ErrorState
        title={t('Could not read {{name}}', { name })}
        text={file.failure.message}
        onRetry={() => void file.reload()}
      />
    );
  }
  const saveByKeys = (event: KeyboardEvent): void => {
    if (event.key !== 's' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    if (canSave(file)) void file.save();
  };
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-3 px-4 py-4 sm:px-6">
      {file.data.locked !== undefined && (
        <Notice tone="warning" title={t('It cannot be changed here')}>
          {file.data.locked}.
        </Notice>
      )}
      {file.isStale && <Stale file={file} />}
      <Text name={name} file={file} onKeyDown={saveByKeys} />
      <Foot file={file} path={file.data.path} />
    </div>
  );
}

function canSave({ hasDraft, isSaving, text, data }: EditedFile): boolean {
  return hasDraft && !isSaving && text.length <= mostOfEditedFile && data?.locked === undefined;
}

interface TextProps {
  name: PromptFileName;
  file: EditedFile;
  onKeyDown: (event: KeyboardEvent) => void;
}

function Text({ name, file, onKeyDown }: TextProps) {
  const id = useId();
  const { title, hint, example } = aboutFiles()[name];
  return (
    <>
      <label htmlFor={id} className="sr-only">
        {`${title}: ${name}`}
      </label>
      <p id={`${id}-hint`} className="text-xs text-muted">
        {t('{{hint}}. Markdown, in your own words; it holds from the next message on.', { hint })}
      </p>
      <textarea
        id={id}
        value={file.text}
        readOnly={file.data?.locked !== undefined}
        placeholder={`${t('Like this:')}\n\n${example}`}
        aria-describedby={`${id}-hint`}
        spellCheck
        onKeyDown={onKeyDown}
        onChange={(event) => file.edit(event.target.value)}
        className={classNames(fieldBox, 'min-h-48 flex-1 resize-none px-3.5 py-3 text-base leading-relaxed')}
      />
    </>
  );
}

function Stale({ file }: { file: EditedFile }) {
  return (
    <Notice
      tone="warning"
      title={t('It was changed elsewhere meanwhile')}
      action={
        <Button size="sm" onClick={file.discard}>
          {t('Take that')}
        </Button>
      }
    >
      <p className="text-xs text-muted">{t('Your text is still here. To save puts it in place of the other.')}</p>
      <Disclosure title={<span className="text-xs">{t('What stands there now')}</span>}>
        <pre className="max-h-40 overflow-y-auto text-xs whitespace-pre-wrap">{file.data?.text || t('Nothing')}</pre>
      </Disclosure>
    </Notice>
  );
}

function Foot({ file, path }: { file: EditedFile; path: string }) {
  const length = file.text.length;
  const isLong = length > mostOfPromptFile;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 pb-1">
      <p className={classNames('text-xs tabular-nums', isLong ? 'text-warning' : 'text-muted')}>
        {isLong
          ? t('{{length}} characters; a model is told the first {{most}}', { length, most: mostOfPromptFile })
          : t('{{length}} of {{most}} characters', { length, most: mostOfPromptFile })}
      </p>
      <span className="flex min-w-0 flex-1 basis-40 items-center gap-1">
        <span className="min-w-0 font-mono text-xs text-muted">
          <MiddleElided text={path} />
        </span>
        <CopyButton text={path} label={t('Copy the path')} />
      </span>
      <span aria-live="polite" className="text-xs text-muted">
        {file.isSaving ? t('Saving…') : file.hasDraft ? t('Not saved yet') : file.text === '' ? '' : t('Saved')}
      </span>
      {file.hasDraft && (
        <Button size="sm" variant="ghost" icon={Undo2} onClick={file.discard}>
          {t('Discard')}
        </Button>
      )}
      <KeyHint keys="Mod+S" />
      <Button
        variant="primary"
        size="sm"
        disabled={!canSave(file)}
        isLoading={file.isSaving}
        onClick={() => void file.save()}
      >
        {t('Save')}
      </Button>
    </div>
  );
}
