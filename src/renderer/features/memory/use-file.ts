import { useCallback, useEffect, useState } from 'react';
import type { PromptFileName, PromptFileText } from '../../../contract/prompts.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { failureOf } from '../../engine/failure.ts';
import { type Query, useQuery } from '../../engine/use-query.ts';
import { type FileDraft, readDraft, writeDraft } from './drafts.ts';
import { t } from '../../../words/words.ts';

export type EditedFile = Query<PromptFileText> & {
  /** What stands in the field. */
  text: string;
  hasDraft: boolean;
  /** It was changed elsewhere since the draft was begun. */
  isStale: boolean;
  isSaving: boolean;
  edit(text: string): void;
  /** Over what was changed elsewhere too, where it was. */
  save(): Promise<boolean>;
  discard(): void;
};

/** A file and what is being typed into it. It follows what other windows and calls make of it. */
export function useFile(name: PromptFileName): EditedFile {
  const { engine } = useHeron();
  const load = useCallback(() => engine.client.prompts.file({ name }), [engine, name]);
  const query = useQuery(engine.state, load);
  const { data, reload } = query;
  const [draft, setDraft] = useState<FileDraft | undefined>(() => readDraft(name));
  const keep = useCallback(
    (next: FileDraft | undefined) => {
      writeDraft(name, next);
      setDraft(next);
    },
    [name],
  );
  useEffect(
    () =>
      engine.subscribe(
        (events) =>
          void (events.some((event) => event.type === 'prompt.fileChanged' && event.payload.name === name) && reload()),
      ),
    [engine, name, reload],
  );
  const write = useCallback(async () => {
    if (!draft || !data) return;
    const change = { name, text: draft.text, baseHash: data.hash };
    const written = await engine.client.prompts.writeFile(change).catch(async (error: unknown) => {
      if (failureOf(error).code !== 'conflict') throw error;
      // The note above the field says it and stays; one that passes would lie over the button to save.
      await reload();
      return undefined;
    });
    if (!written) return;
    // What was typed stays in the field until the file is read again, and what was typed meanwhile after that.
    await reload();
    const now = readDraft(name);
    keep(now && now.text !== draft.text ? { text: now.text, baseHash: written.hash } : undefined);
  }, [engine, name, draft, data, keep, reload]);
  const saving = useAction(t('Could not keep {{name}}', { name }), write);
  const edit = (text: string): void => {
    if (!data) return;
    keep(text === data.text ? undefined : { text, baseHash: draft?.baseHash ?? data.hash });
  };
  return {
    ...query,
    text: draft?.text ?? data?.text ?? '',
    hasDraft: draft !== undefined,
    isStale: !saving.isBusy && draft !== undefined && data !== undefined && draft.baseHash !== data.hash,
    isSaving: saving.isBusy,
    edit,
    save: () => saving.run(),
    discard: () => keep(undefined),
  };
}
