import { useCallback, useState } from 'react';
import { kindOfAddress, providerInfo, type ProviderKind, providerKinds } from '../../../contract/model-providers.ts';
import type { ModelProvider } from '../../../contract/models.ts';
import { useHeron } from '../../app/heron-context.ts';
import { type Change, keepChange, putChange } from '../../engine/keep-change.ts';
import { useAction } from '../../engine/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Disclosure } from '../../ui/disclosure.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { addressProblem } from '../settings/model-address.ts';
import { idOf } from './model-words.ts';
import { ModelChoice } from './model-choice.tsx';
import { OptionFields } from './option-fields.tsx';
import { readForChange } from './read-for-change.ts';
import { t } from '../../../words/words.ts';

interface ProviderDialogProps {
  edited: ModelProvider | 'new' | undefined;
  /** Of all that is set up. */
  hash: string;
  /** Ids that are taken. */
  taken: string[];
  onClose: () => void;
}

export function ProviderDialog({ edited, hash, taken, onClose }: ProviderDialogProps) {
  const before = edited === 'new' ? undefined : edited;
  return (
    <Dialog
      isOpen={edited !== undefined}
      onOpenChange={onClose}
      title={before ? t('Edit {{id}}', { id: before.id }) : t('Add a provider')}
    >
      {edited && <ProviderForm key={before?.id ?? ''} before={before} hash={hash} taken={taken} onDone={onClose} />}
    </Dialog>
  );
}

type Draft = Pick<ModelProvider, 'kind' | 'baseUrl' | 'options' | 'models'> & { name: string; apiKey: string };

function draftOf(before: ModelProvider | undefined): Draft {
  if (before) return { ...before, name: before.id, apiKey: '' };
  const { baseUrl } = providerInfo('openai');
  return { kind: 'openai', baseUrl, options: {}, models: [], name: '', apiKey: '' };
}

interface ProviderFormProps {
  before: ModelProvider | undefined;
  hash: string;
  taken: string[];
  onDone: () => void;
}

function ProviderForm({ before, hash, taken, onDone }: ProviderFormProps) {
  const [draft, setDraft] = useState<Draft>(() => draftOf(before));
  const [isChecked, setIsChecked] = useState(false);
  const change = (next: Partial<Draft>) => setDraft((now) => ({ ...now, ...next }));
  const { kind, baseUrl, options, models, name, apiKey } = draft;
  const providerId = before?.id ?? (name.trim() === '' ? freeId(kind, taken) : idOf(name));
  const problem = addressProblem(baseUrl);
  const isTaken = !before && taken.includes(providerId);
  const save = useKeepProvider({ draft, before, hash, providerId, onDone });
  return (
    <form
      className="space-y-4"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setIsChecked(true);
        if (!problem && !isTaken && providerId !== '') void save.run();
      }}
    >
      <PlaceFields {...{ draft, change }} isNew={!before} problem={isChecked ? problem : undefined} />
      <ModelChoice
        {...{ before, baseUrl: baseUrl.trim(), apiKey, problem, models }}
        onChange={(next) => change({ models: next })}
      />
      <Disclosure title={t('More')}>
        <div className="space-y-4 pt-2">
          {!before && (
            <TextField
              label={t('Name')}
              hint={t('Its models are named by it, as in work/gpt-5.')}
              placeholder={freeId(kind, taken)}
              error={isTaken ? t('There is a provider {{providerId}} already', { providerId }) : undefined}
              value={name}
              onChange={(next) => change({ name: next })}
            />
          )}
          <OptionFields kind={kind} values={options} onChange={(next) => change({ options: next })} />
        </div>
      </Disclosure>
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>{t('Cancel')}</Button>
        <Button type="submit" variant="primary" isLoading={save.isBusy}>
          {t('Save')}
        </Button>
      </div>
    </form>
  );
}

interface PlaceFieldsProps {
  draft: Draft;
  change: (next: Partial<Draft>) => void;
  isNew: boolean;
  problem: string | undefined;
}

/** Who it is, where, and the key to it. */
function PlaceFields({ draft: { kind, baseUrl, apiKey }, change, isNew, problem }: PlaceFieldsProps) {
  const choose = (next: ProviderKind) =>
    change({ kind: next, baseUrl: providerInfo(next).baseUrl, options: {}, models: [] });
  return (
    <>
      {isNew && (
        <Select
          label={t('Provider')}
          value={kind}
          onChange={(next) => choose(next as ProviderKind)}
          options={providerKinds.map((one) => ({ value: one, label: providerInfo(one).title }))}
        />
      )}
      {kind === 'local' && (
        <p className="text-xs text-muted">
          {t(
            'Heron runs the files itself, in a process of their own. Load models shows those in its own folder; any other is named by the path of its .gguf file.',
          )}
        </p>
      )}
      {kind !== 'local' && (
        <TextField
          label={t('Base URL')}
          isMono
          autoComplete="off"
          placeholder="http://127.0.0.1:1234/v1"
          error={problem}
          value={baseUrl}
          onChange={(next) => change({ baseUrl: next })}
        />
      )}
      {isNew && kind !== 'local' && (
        <TextField
          label={t('API key')}
          hint={providerInfo(kind).isLocal ? t('Not needed by most servers on this machine.') : undefined}
          type="password"
          isMono
          autoComplete="off"
          value={apiKey}
          onChange={(next) => change({ apiKey: next })}
        />
      )}
    </>
  );
}

type Kept = Pick<ModelProvider, 'kind' | 'baseUrl' | 'options' | 'models'>;

const keptOf = ({ kind, baseUrl, options, models }: Kept): Kept => ({ kind, baseUrl, options, models });

type Keeping = Pick<ProviderFormProps, 'before' | 'hash' | 'onDone'> & { draft: Draft; providerId: string };

/** By what it was when the form was opened. */
function useKeepProvider({ draft, before, hash, providerId, onDone }: Keeping) {
  const { engine } = useHeron();
  const [opened] = useState({ kept: before ? keptOf(before) : {}, hash });
  const keep = useCallback(async () => {
    const { models } = engine.client;
    const baseUrl = draft.baseUrl.trim();
    const kind = draft.kind === 'compatible' ? kindOfAddress(baseUrl) : draft.kind;
    const change: Change<Partial<Kept>> = {
      title: t('“{{id}}” was changed', { id: providerId }),
      ...{ before: opened.kept, after: keptOf({ ...draft, kind, baseUrl }), hash: opened.hash },
      read: readForChange(engine, ({ providers }) => {
        const now = providers.find(({ id }) => id === providerId);
        return now ? keptOf(now) : {};
      }),
      write: (changed, from) => models.keepProvider({ providerId, ...changed, baseHash: from.hash }),
    };
    const apiKey = draft.apiKey.trim();
    const isKept = await (before ? keepChange(change) : putChange(change));
    if (isKept && apiKey !== '') await models.keepAccount({ providerId, accountId: 'main', apiKey });
    onDone();
  }, [engine, draft, before, opened, providerId, onDone]);
  return useAction(t('Could not keep the provider'), keep);
}

function freeId(kind: ProviderKind, taken: string[]): string {
  const wanted = kind === 'compatible' ? 'server' : kind;
  const numbered = [wanted, ...taken.map((_, index) => `${wanted}-${index + 2}`)];
  return numbered.find((id) => !taken.includes(id)) ?? wanted;
}
