import { Copy, RotateCcw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import {
  builtInManners,
  isBuiltIn,
  Manner,
  type MannerSettings,
  mannersOf,
  mannerText,
} from '../../../contract/manners.ts';
import { useHeron } from '../../app/heron-context.ts';
import { Button } from '../../ui/button.tsx';
import { CodeBlock } from '../../ui/code-block.tsx';
import { Section } from '../../ui/section.tsx';
import { Select } from '../../ui/select.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { careNames, freeId, referenceNames, toneNames, verbosityNames } from './manner-words.ts';
import { useDraft } from './use-draft.ts';
import { t } from '../../../words/words.ts';

interface MannerFormProps {
  manner: Manner;
  settings: MannerSettings;
  onChange: (patch: Partial<MannerSettings>) => void;
}

export function MannerForm({ manner, settings, onChange }: MannerFormProps) {
  const { own } = settings;
  const change = (fields: Partial<Manner>) => {
    const next = { ...manner, ...fields };
    const isKnown = own.some(({ id }) => id === manner.id);
    onChange({ own: isKnown ? own.map((each) => (each.id === manner.id ? next : each)) : [...own, next] });
  };
  const name = useDraft(
    manner.name,
    nameProblem,
    (text) => text.trim() !== manner.name && change({ name: text.trim() }),
  );
  const note = useNote(manner.note, (text) => change({ note: text }));
  return (
    <Section title={`“${manner.name}”`} actions={<Actions {...{ manner, settings, onChange }} />}>
      <TextField label={t('Name')} layout="inline" {...name} />
      <Choice
        label={t('Tone')}
        hint={t('Only a model has one.')}
        names={toneNames()}
        value={manner.tone}
        onChange={(tone) => change({ tone })}
      />
      <Choice
        label={t('Answers')}
        names={verbosityNames()}
        value={manner.verbosity}
        onChange={(verbosity) => change({ verbosity })}
      />
      <Choice
        label={t('Shown before they run')}
        hint={t('Heron says what such a plan would do, and runs it when you say “run it”.')}
        names={careNames()}
        value={manner.care}
        onChange={(care) => change({ care })}
      />
      <Choice
        label={t('Files and sources')}
        hint={t('How answers name them.')}
        names={referenceNames()}
        value={manner.references}
        onChange={(references) => change({ references })}
      />
      <TextArea
        label={t('Note to the model')}
        hint={t('Told as it stands: what to call you, which language, what to leave out.')}
        rows={2}
        maxLength={1000}
        {...note}
      />
      <Preview text={mannerText(manner)} />
    </Section>
  );
}

function nameProblem(text: string): string | undefined {
  return Manner.shape.name.safeParse(text.trim()).success ? undefined : t('A name of 1 to 60 letters');
}

/** As `useDraft`, but Enter starts a line. */
function useNote(kept: string, onKeep: (text: string) => void) {
  const [draft, setDraft] = useState<string>();
  return {
    value: draft ?? kept,
    onChange: setDraft,
    onBlur: () => {
      setDraft(undefined);
      if (draft !== undefined && draft !== kept) onKeep(draft);
    },
  };
}

interface ChoiceProps<Value extends string> {
  label: string;
  hint?: string;
  names: Record<Value, string>;
  value: Value;
  onChange: (value: Value) => void;
}

function Choice<Value extends string>({ label, hint, names, value, onChange }: ChoiceProps<Value>) {
  return (
    <Select
      label={label}
      hint={hint}
      layout="inline"
      value={value}
      onChange={(next) => onChange(next as Value)}
      options={Object.entries<string>(names).map(([each, text]) => ({ value: each, label: text }))}
    />
  );
}

function Actions({ manner, settings, onChange }: MannerFormProps) {
  const { own, byFolder } = settings;
  const others = own.filter(({ id }) => id !== manner.id);
  const duplicate = () => {
    const manners = mannersOf(settings);
    const name = t('{{name}} copy', { name: manner.name }).slice(0, 60);
    const id = freeId(
      name,
      manners.map((each) => each.id),
    );
    onChange({ own: [...own, { ...manner, id, name }], chosen: id });
  };
  const remove = () => {
    const folders = Object.entries(byFolder).filter(([, id]) => id !== manner.id);
    onChange({ own: others, chosen: builtInManners[0].id, byFolder: Object.fromEntries(folders) });
  };
  return (
    <div className="flex gap-1.5">
      <Button size="sm" icon={Copy} onClick={duplicate}>
        {t('Duplicate')}
      </Button>
      {isBuiltIn(manner.id) ? (
        <Button
          size="sm"
          icon={RotateCcw}
          disabled={others.length === own.length}
          onClick={() => onChange({ own: others })}
        >
          {t('Reset')}
        </Button>
      ) : (
        <Button size="sm" icon={Trash2} onClick={remove}>
          {t('Remove')}
        </Button>
      )}
    </div>
  );
}

function Preview({ text }: { text: string }) {
  const { settings } = useHeron();
  const model = useStore(settings.state, (state) => state.model);
  return (
    <div className="space-y-1.5">
      <h3 className="text-sm font-medium">{t('What the model is told')}</h3>
      {text === '' ? (
        <p className="text-xs text-muted">{t('Nothing of this manner: the rules of every plan are all it hears.')}</p>
      ) : (
        <CodeBlock label={t('What the model is told')} code={text} wraps />
      )}
      {model === null && (
        <p className="text-xs text-muted">
          {t(
            'No model is set up, so nobody hears it. How long answers are, which plans are shown first and how files and sources are named hold without one.',
          )}
        </p>
      )}
    </div>
  );
}
