import { BookmarkPlus } from 'lucide-react';
import { useState } from 'react';
import type { Failure } from '../../../contract/errors.ts';
import type { Plan } from '../../../contract/plan.ts';
import { useHeron } from '../../app/heron-context.ts';
import { failureOf } from '../../engine/failure.ts';
import { AlertDialog } from '../../ui/alert-dialog.tsx';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { InlineCode } from '../../ui/inline-code.tsx';
import { Notice } from '../../ui/notice.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { showToast } from '../../ui/toast-store.ts';
import {
  chosenInputs,
  type DraftFaults,
  draftOf,
  faultsOf,
  type InputDraft,
  type TemplateDraft,
} from './template-draft.ts';
import { t } from '../../../words/words.ts';

/** Keeps a run's plan for another time, with what changes from one time to the next as its inputs. */
export function SaveTemplateButton({ plan }: { plan: Plan }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button size="sm" variant="ghost" icon={BookmarkPlus} onClick={() => setIsOpen(true)}>
        {t('Save as template')}
      </Button>
      {isOpen && <SaveDialog plan={plan} onClose={() => setIsOpen(false)} />}
    </>
  );
}

function SaveDialog({ plan, onClose }: { plan: Plan; onClose: () => void }) {
  const form = useTemplateForm(plan, onClose);
  const { draft } = form;
  return (
    <>
      <Dialog
        isOpen
        onOpenChange={onClose}
        title={t('Save as template')}
        text={t('The plan is kept as a file of your own; other plans can use it, with other inputs.')}
        size="lg"
        footer={
          <>
            <Button onClick={onClose}>{t('Cancel')}</Button>
            <Button variant="primary" isLoading={form.isBusy} onClick={() => void form.save(false)}>
              {t('Save')}
            </Button>
          </>
        }
      >
        <Fields plan={plan} form={form} />
      </Dialog>
      <AlertDialog
        isOpen={form.isTaken}
        onOpenChange={form.forgetTaken}
        title={t('Replace the template “{{name}}”?', { name: draft.name })}
        text={t('There is one of that name. Plans that use it will use this one. This cannot be undone.')}
        confirmLabel={t('Replace')}
        onConfirm={() => form.save(true)}
      />
    </>
  );
}

function Fields({ plan, form }: { plan: Plan; form: ReturnType<typeof useTemplateForm> }) {
  const { draft, faults, failure } = form;
  return (
    <div className="space-y-4">
      <TextField
        label={t('Title')}
        value={draft.title}
        error={faults.title}
        onChange={(title) => form.change({ title })}
      />
      <TextField
        label={t('Name')}
        hint={t('How plans call it, and its file.')}
        isMono
        value={draft.name}
        error={faults.name}
        onChange={(name) => form.change({ name })}
      />
      <TextArea
        label={t('What it does')}
        value={draft.description}
        error={faults.description}
        onChange={(description) => form.change({ description })}
      />
      <Inputs draft={draft} error={faults.inputs} onChange={(inputs) => form.change({ inputs })} />
      {plan.budget && <Notice>{t('A template has no budget: the plan’s is left out.')}</Notice>}
      {failure && (
        <Notice tone="danger" title={t('It could not be saved')}>
          <span className="whitespace-pre-wrap">{failure.message}</span>
        </Notice>
      )}
    </div>
  );
}

function useTemplateForm(plan: Plan, onSaved: () => void) {
  const { engine } = useHeron();
  const [draft, setDraft] = useState<TemplateDraft>(() => draftOf(plan));
  const [isChecked, setIsChecked] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const isTaken = failure?.code === 'already-exists';
  const faults: DraftFaults = isChecked ? faultsOf(draft) : {};

  async function save(overwrite: boolean): Promise<void> {
    setIsChecked(true);
    if (Object.keys(faultsOf(draft)).length > 0) return;
    setIsBusy(true);
    setFailure(undefined);
    try {
      const { name, title, description } = draft;
      const { summary } = await engine.client.templates.save({
        ...{ plan, name, title, description, overwrite },
        inputs: chosenInputs(draft),
      });
      showToast({ tone: 'success', title: t('Saved as {{name}}', { name: summary.name }), text: summary.file });
      onSaved();
    } catch (error) {
      setFailure(failureOf(error));
    } finally {
      setIsBusy(false);
    }
  }

  return {
    ...{ draft, faults, isBusy, isTaken, save },
    failure: isTaken ? undefined : failure,
    forgetTaken: () => setFailure(undefined),
    change: (part: Partial<TemplateDraft>) => setDraft({ ...draft, ...part }),
  };
}

interface InputsProps {
  draft: TemplateDraft;
  error: string | undefined;
  onChange: (inputs: InputDraft[]) => void;
}

function Inputs({ draft: { inputs }, error, onChange }: InputsProps) {
  const change = (at: string, part: Partial<InputDraft>) =>
    onChange(inputs.map((input) => (input.at === at ? { ...input, ...part } : input)));
  return (
    <section aria-label={t('Inputs')} className="space-y-2">
      <h3 className="text-sm font-medium">{t('Inputs')}</h3>
      <p className="text-xs text-muted">
        {t('What is ticked can be given anew each time; without a word it is as now.')}
      </p>
      {inputs.length === 0 && (
        <p className="text-sm text-muted">{t('Nothing in this plan could be given from outside.')}</p>
      )}
      {error && (
        <p role="alert" className="text-xs text-danger">
          {error}
        </p>
      )}
      <ul className="divide-y rounded-lg border">
        {inputs.map((input) => (
          <li key={input.at} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-3 py-2">
            <div className="min-w-0 flex-1 basis-56">
              <Checkbox
                label={`${input.taskId}: ${input.field}`}
                checked={input.isChosen}
                onChange={(isChosen) => change(input.at, { isChosen })}
              />
              <p className="truncate pl-6 text-xs text-muted">
                <InlineCode>{JSON.stringify(input.value)}</InlineCode>
              </p>
            </div>
            {input.isChosen && (
              <TextField
                label={t('Name of the input for {{taskId}}: {{field}}', { taskId: input.taskId, field: input.field })}
                isLabelHidden
                isMono
                className="w-44"
                value={input.name}
                onChange={(name) => change(input.at, { name })}
              />
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
