import { useCallback, useState } from 'react';
import type { OwnRecord, UsedModel } from '../../../contract/models.ts';
import { useHeron } from '../../app/heron-context.ts';
import { keepChange } from '../../engine/keep-change.ts';
import { useAction } from '../../engine/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Switch } from '../../ui/switch.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { readForChange } from './read-for-change.ts';
import { t } from '../../../words/words.ts';

interface RecordDialogProps {
  model: UsedModel;
  /** Of all that is set up, as the model was read with it. */
  hash: string;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}

/** What a model can do, where what Heron knows of its name is wrong or missing. */
export function RecordDialog({ model, hash, isOpen, onOpenChange }: RecordDialogProps) {
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      size="sm"
      title={t('What it can do')}
      text={t('{{name}}: routing, costs and how much is told to it go by this.', { name: model.name })}
    >
      {isOpen && <RecordForm model={model} hash={hash} onDone={() => onOpenChange(false)} />}
    </Dialog>
  );
}

type RecordFormProps = Pick<RecordDialogProps, 'model' | 'hash'> & { onDone: () => void };

function RecordForm({ model, hash, onDone }: RecordFormProps) {
  const { record, own } = model;
  const { tools, vision, temperature, seed = true } = record;
  const [can, setCan] = useState({ tools, vision, temperature, seed });
  const [context, setContext] = useState(String(record.context ?? ''));
  const [input, setInput] = useState(String(record.price?.input ?? ''));
  const [output, setOutput] = useState(String(record.price?.output ?? ''));
  const keep = useKeepRecord({ model, hash, onDone });
  const price = input === '' || output === '' ? {} : { price: { input: Number(input), output: Number(output) } };
  const given = { ...can, ...(context === '' ? {} : { context: Number(context) }), ...price };
  return (
    <form
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        void keep.run(given);
      }}
    >
      <Switch label={t('Calls tools')} checked={can.tools} onChange={(on) => setCan({ ...can, tools: on })} />
      <Switch label={t('Sees pictures')} checked={can.vision} onChange={(on) => setCan({ ...can, vision: on })} />
      <Switch
        label={t('Takes a temperature')}
        hint={t('Some models only know their own.')}
        checked={can.temperature}
        onChange={(on) => setCan({ ...can, temperature: on })}
      />
      <Switch
        label={t('Takes a seed')}
        hint={t('With the same one calls of tools come out alike, where the provider has seeds.')}
        checked={can.seed}
        onChange={(on) => setCan({ ...can, seed: on })}
      />
      <TextField label={t('Context, in tokens')} type="number" min={1} step={1} value={context} onChange={setContext} />
      <div className="grid grid-cols-2 gap-3">
        <TextField label={t('Price of input')} type="number" min={0} step="any" value={input} onChange={setInput} />
        <TextField label={t('Price of output')} type="number" min={0} step="any" value={output} onChange={setOutput} />
      </div>
      <p className="text-xs text-muted">{t('Prices are in US dollars for a million tokens.')}</p>
      <div className="flex justify-end gap-2">
        {Object.keys(own).length > 0 && <Button onClick={() => void keep.run({})}>{t('As Heron knows it')}</Button>}
        <Button type="submit" variant="primary" isLoading={keep.isBusy}>
          {t('Save')}
        </Button>
      </div>
    </form>
  );
}

/** By what it was when the dialog was opened. */
function useKeepRecord({ model, hash, onDone }: RecordFormProps) {
  const { engine } = useHeron();
  const [opened] = useState({ ...model, hash });
  const keep = useCallback(
    async (own: OwnRecord) => {
      const { name } = opened;
      await keepChange<OwnRecord>({
        title: t('“{{name}}” was changed', { name }),
        ...{ before: opened.own, after: own, hash: opened.hash },
        read: readForChange(engine, ({ models }): OwnRecord => models.find((one) => one.name === name)?.own ?? {}),
        write: (changed, { fields, hash: baseHash }) =>
          engine.client.models.describe({ model: name, own: { ...fields, ...changed }, baseHash }),
      });
      onDone();
    },
    [engine, opened, onDone],
  );
  return useAction(t('Could not keep what it can do'), keep);
}
