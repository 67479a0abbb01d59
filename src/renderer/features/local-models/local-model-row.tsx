import { Download, MessageSquare, Pause, Play, Trash2, X } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useStore } from 'zustand';
import type { LocalModel } from '../../../contract/local-models.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { AlertDialog } from '../../ui/alert-dialog.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { Disclosure } from '../../ui/disclosure.tsx';
import { InlineCode } from '../../ui/inline-code.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { bytesText } from '../runs/file-changes.ts';
import { current, factsText, progressText } from './local-model-words.ts';
import type { DownloadProgress } from './use-local-models.ts';
import { t } from '../../../words/words.ts';

interface LocalModelRowProps {
  model: LocalModel;
  progress: DownloadProgress | undefined;
  /** Without where it lies and its hashes. */
  isShort?: boolean;
}

export function LocalModelRow({ model: read, progress, isShort = false }: LocalModelRowProps) {
  const model = current(read, progress);
  const { name, state, received, size, failure, about, usedBy } = model;
  const plans = usePlans(model);
  const text = progressText(model, progress?.bytesPerSecond ?? 0);
  const isComing = state === 'downloading' || state === 'checking' || state === 'waiting';
  return (
    <li className="space-y-2 px-4 py-3" aria-label={name}>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <div className="min-w-0 flex-1 basis-56">
          <p className="flex flex-wrap items-center gap-2 text-sm font-medium break-words">
            {name}
            {state === 'ready' && <Badge tone="success">{t('On this machine')}</Badge>}
            {state === 'refused' && <Badge tone="danger">{t('Refused')}</Badge>}
            {plans ? <Badge>{t('Plans')}</Badge> : usedBy.length > 0 && <Badge>{t('In use')}</Badge>}
          </p>
          <p className="text-xs text-muted">{factsText(model)}</p>
          {about && <p className="text-xs text-muted">{about}</p>}
        </div>
        <Actions model={model} plans={plans} />
      </div>
      {(isComing || state === 'paused') && (
        <ProgressBar
          label={t('Download of {{name}}', { name })}
          value={state === 'checking' || size === undefined ? undefined : received}
          max={size ?? 1}
          valueText={text ?? ''}
          tone={state === 'paused' ? 'warning' : 'accent'}
        />
      )}
      {text && <p className="text-xs text-muted tabular-nums">{text}</p>}
      {failure && (
        <p role="alert" className="text-xs break-words text-danger">
          {failure.message}
        </p>
      )}
      {!isShort && <Details model={model} />}
    </li>
  );
}

/** Whether it is the model that plans now. */
function usePlans({ id, files }: LocalModel): boolean {
  const { settings } = useHeron();
  const planner = useStore(settings.state, (state) => state.model);
  return files.some(({ name }) => planner?.model === `${id}/${name.replace(/\.gguf$/, '')}`);
}

function Actions({ model, plans }: { model: LocalModel; plans: boolean }) {
  const { id, name, state, isOwn, kind, files } = model;
  const { engine } = useHeron();
  const [isAsking, setIsAsking] = useState(false);
  const call = useCallback(
    async (what: 'download' | 'pause' | 'resume') => void (await engine.client.localModels[what]({ modelId: id })),
    [engine, id],
  );
  const action = useAction(t('Could not change the download of {{name}}', { name }), call);
  const canBeUsed = state === 'ready' && kind === 'chat' && files.some((file) => file.name.endsWith('.gguf'));
  const isComing = state === 'downloading' || state === 'checking' || state === 'waiting';
  const isPart = isComing || state === 'paused';
  const begins = state === 'absent' ? 'download' : 'resume';
  const label =
    { absent: t('Download'), paused: t('Resume'), refused: t('Download again') }[state as string] ?? t('Try again');
  return (
    <div className="flex flex-wrap gap-2">
      {canBeUsed && !plans && <UseButton id={id} name={name} />}
      {isComing && (
        <Button
          size="sm"
          icon={Pause}
          aria-label={t('Pause {{name}}', { name })}
          onClick={() => void action.run('pause')}
        >
          {t('Pause')}
        </Button>
      )}
      {!isComing && state !== 'ready' && (
        <Button
          size="sm"
          icon={state === 'paused' ? Play : Download}
          aria-label={`${label}: ${name}`}
          isLoading={action.isBusy}
          onClick={() => void action.run(begins)}
        >
          {label}
        </Button>
      )}
      {(state !== 'absent' || isOwn) && (
        <Button
          size="sm"
          variant="ghost"
          icon={state === 'ready' ? Trash2 : X}
          aria-label={isPart ? t('Cancel {{name}}', { name }) : t('Remove {{name}}', { name })}
          onClick={() => setIsAsking(true)}
        >
          {isPart ? t('Cancel') : t('Remove')}
        </Button>
      )}
      <RemoveQuestion model={model} isPart={isPart} isOpen={isAsking} onOpenChange={setIsAsking} />
    </div>
  );
}

/** Has it plan, whatever planned before. */
function UseButton({ id, name }: Pick<LocalModel, 'id' | 'name'>) {
  const { engine } = useHeron();
  const using = useCallback(async () => {
    await engine.client.localModels.use({ modelId: id });
    showToast({ tone: 'success', title: t('{{name}} plans from now on', { name }) });
  }, [engine, id, name]);
  const use = useAction(t('Could not set up {{name}}', { name }), using);
  return (
    <Button
      size="sm"
      icon={MessageSquare}
      aria-label={t('Use it: {{name}}', { name })}
      isLoading={use.isBusy}
      onClick={() => void use.run()}
    >
      {t('Use it')}
    </Button>
  );
}

interface RemoveQuestionProps {
  model: LocalModel;
  /** Nothing of it is ready: it is cancelled. */
  isPart: boolean;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}

function RemoveQuestion({ model, isPart, isOpen, onOpenChange }: RemoveQuestionProps) {
  const { id, name, canLetGo = false } = model;
  const { engine } = useHeron();
  const remove = async () => void (await engine.client.localModels.remove({ modelId: id, letGo: canLetGo }));
  return (
    <AlertDialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      title={isPart ? t('Cancel {{name}}?', { name }) : t('Remove {{name}}?', { name })}
      text={removeText(model)}
      confirmLabel={t('Remove')}
      cancelLabel={t('Keep it')}
      onConfirm={remove}
    />
  );
}

function removeText({ usedBy, canLetGo, received }: LocalModel): string {
  const [uses, size] = [usedBy.join(', '), bytesText(received)];
  if (canLetGo) {
    return t(
      'Heron stops using it ({{uses}}), and no alias or rule names it any more. What is here of it, {{size}}, is removed from the disk. It can be downloaded again.',
      { uses, size },
    );
  }
  if (usedBy.length > 0) return t('It is in use: {{uses}}. Take it out there first.', { uses });
  return t('What is here of it, {{size}}, is removed from the disk. It can be downloaded again.', { size });
}

/** Where it comes from, where it lies, and what vouches for it. */
function Details({ model: { files, found, folder, usedBy } }: { model: LocalModel }) {
  return (
    <Disclosure title={t('Files and hashes')}>
      <DescriptionList
        entries={[
          ...files.map(({ name, address, sha256 }) => {
            const here = found.find((one) => one.name === name)?.sha256;
            return {
              name,
              value: (
                <span className="block space-y-1 text-xs break-all">
                  <span className="block">{address}</span>
                  <InlineCode>{sha256 ?? here ?? t('No hash is known: what the download gives is kept')}</InlineCode>
                  {sha256 === undefined && here !== undefined && (
                    <span className="block text-muted">{t('As it was downloaded; nobody vouches for it.')}</span>
                  )}
                </span>
              ),
            };
          }),
          ...(folder === undefined ? [] : [{ name: t('Folder'), value: <InlineCode>{folder}</InlineCode> }]),
          ...(usedBy.length === 0 ? [] : [{ name: t('In use by'), value: usedBy.join(', ') }]),
        ]}
      />
    </Disclosure>
  );
}
