import type { Json, JsonObject } from '../../../contract/json.ts';
import type { ActionManifest } from '../../../contract/manifest.ts';
import { fieldKind } from '../../../contract/settings-form.ts';
import { durationWords } from '../../../contract/time/time-words.ts';
import { Disclosure } from '../../ui/disclosure.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { SettingField } from '../workers/setting-field.tsx';
import { draftOf, valueOf } from '../workers/settings-draft.ts';
import type { PollAction, PollDraft } from './poll-draft.ts';
import { t } from '../../../words/words.ts';

interface PollFieldsProps {
  poll: PollDraft;
  actions: PollAction[];
  /** What is wrong with which of its fields, as the engine says it. */
  problem: string | undefined;
  onChange: (poll: PollDraft) => void;
}

const everyChoices = [10_000, 60_000, 300_000, 900_000, 3_600_000, 21_600_000, 86_400_000];

/** What is asked for again and again, and what of it is new. */
export function PollFields({ poll, actions, problem, onChange }: PollFieldsProps) {
  const chosen = actions.find(({ ref }) => ref === poll.action);
  const change = (changes: Partial<PollDraft>): void => onChange({ ...poll, ...changes });
  const every = everyChoices.includes(poll.everyMs) ? everyChoices : [poll.everyMs, ...everyChoices];
  return (
    <div className="space-y-3">
      <div className="grid gap-3 sm:grid-cols-2">
        <Select
          label={t('Look with')}
          value={poll.action === '' ? undefined : poll.action}
          onChange={(action) => change({ action, input: {}, items: '', key: '', means: '' })}
          options={actionOptions(actions, poll.action)}
          error={fieldProblem(problem, 'time.action')}
        />
        <Select
          label={t('Look every')}
          value={String(poll.everyMs)}
          onChange={(ms) => change({ everyMs: Number(ms) })}
          options={every.map((ms) => ({ value: String(ms), label: durationWords(ms) }))}
        />
      </div>
      {chosen && (
        <InputFields
          action={chosen.action}
          input={poll.input}
          problem={problem}
          onChange={(input) => change({ input })}
        />
      )}
      <Disclosure title={t('What counts as new')}>
        <div className="grid gap-3 pt-1 sm:grid-cols-2">
          <TextField
            label={t('List of things')}
            hint={t('Where the list is. Empty: all it gives is one thing, which is new when it changes.')}
            placeholder="output.files"
            isMono
            value={poll.items}
            error={fieldProblem(problem, 'time.items')}
            onChange={(items) => change({ items })}
          />
          <TextField
            label={t('Known again by')}
            hint={t('Empty: by all that a thing is.')}
            placeholder="item.path"
            isMono
            value={poll.key}
            error={fieldProblem(problem, 'time.key')}
            onChange={(key) => change({ key })}
          />
        </div>
      </Disclosure>
    </div>
  );
}

interface InputFieldsProps {
  action: ActionManifest;
  input: JsonObject;
  problem: string | undefined;
  onChange: (input: JsonObject) => void;
}

function InputFields({ action, input, problem, onChange }: InputFieldsProps) {
  const { properties, required = [] } = action.input;
  const shown = Object.entries(properties).filter(([, schema]) => fieldKind(schema) !== undefined);
  const [needed, others] = [
    shown.filter(([name]) => required.includes(name)),
    shown.filter(([name]) => !required.includes(name)),
  ];
  const fields = (some: typeof shown) =>
    some.map(([name, schema]) => (
      <SettingField
        key={name}
        {...{ name, schema }}
        error={fieldProblem(problem, `time.input.${name}`)}
        value={draftOf(schema, input[name])}
        onChange={(draft) => onChange(withField(input, name, draft === '' ? undefined : valueOf(schema, draft)))}
      />
    ));
  return (
    <>
      {fields(needed)}
      {others.length > 0 && (
        <Disclosure title={t('More to ask for')}>
          <div className="space-y-3 pt-1">{fields(others)}</div>
        </Disclosure>
      )}
    </>
  );
}

function withField(input: JsonObject, name: string, value: Json | undefined): JsonObject {
  const { [name]: _, ...others } = input;
  return value === undefined ? others : { ...others, [name]: value };
}

function actionOptions(actions: readonly PollAction[], chosen: string) {
  const options = actions.map(({ ref, title, workerName }) => ({ value: ref, label: title, group: workerName }));
  if (chosen === '' || options.some(({ value }) => value === chosen)) return options;
  return [
    ...options,
    { value: chosen, label: t('{{name}}, which is not there', { name: chosen }), group: t('Not there') },
  ];
}

/** The engine’s sentence, where it is about this field. */
function fieldProblem(problem: string | undefined, field: string): string | undefined {
  return problem?.startsWith(`${field}: `) ? problem.slice(field.length + 2) : undefined;
}
