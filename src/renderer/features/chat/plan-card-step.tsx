import { Trash2 } from 'lucide-react';
import { nameInWords } from '../../../contract/field-names.ts';
import type { Json } from '../../../contract/json.ts';
import type { TaskPreview } from '../../../contract/plan.ts';
import { type Task, whatOf } from '../../../contract/plan-task.ts';
import { Badge } from '../../ui/badge.tsx';
import { Disclosure } from '../../ui/disclosure.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { RevealedText } from '../../ui/revealed-text.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { NeedView } from '../permissions/need-view.tsx';
import { riskWord } from '../plan-files/planned-steps.tsx';
import { useManifests } from '../workers/use-manifests.ts';
import { useDraft } from '../settings/use-draft.ts';
import { t } from '../../../words/words.ts';

interface PlanCardStepProps {
  task: Task;
  /** Of the task, and of those inside of it. */
  needs: readonly TaskPreview[];
  onChange: (task: Task) => void;
  /** Absent for the only one there is. */
  onRemove: (() => void) | undefined;
}

export function PlanCardStep({ task, needs, onChange, onRemove }: PlanCardStepProps) {
  const title = task.title ?? task.id;
  const titles = useFieldTitles(task.action);
  const fields = Object.entries(task.action === undefined ? {} : (task.input ?? {}));
  const risks = [...new Set(needs.flatMap((step) => riskWord(step) ?? []))];
  return (
    <li className="space-y-2 py-3 first:pt-0 last:pb-0">
      <div className="flex items-center gap-2">
        <span className="min-w-0 flex-1 text-sm font-medium wrap-anywhere">
          <RevealedText text={title} />
        </span>
        {risks.map((word) => (
          <Badge key={word} tone="warning">
            {word}
          </Badge>
        ))}
        <code className="font-mono text-xs text-muted">{whatOf(task)}</code>
        {onRemove && <IconButton icon={Trash2} label={t('Take out {{title}}', { title })} onClick={onRemove} />}
      </div>
      {needs.flatMap((step) =>
        step.needs.map((need) => (
          <NeedView key={`${step.taskId} ${need.capability} ${need.target} ${need.detail ?? ''}`} need={need} />
        )),
      )}
      {fields.length > 0 && (
        <Disclosure title={t('What it is given')}>
          <div className="space-y-2">
            {fields.map(([name, value]) => (
              <InputField
                key={name}
                label={titles(name)}
                value={value}
                onChange={(next) => onChange({ ...task, input: { ...task.input, [name]: next } })}
              />
            ))}
          </div>
        </Disclosure>
      )}
    </li>
  );
}

/** What the fields of an action are called. */
function useFieldTitles(action = ''): (name: string) => string {
  const manifests = useManifests();
  const [workerId, key = ''] = action.split('.');
  const fields = manifests.find(({ id }) => id === workerId)?.actions[key]?.input.properties;
  return (name) => {
    const title = fields?.[name]?.['title'];
    return typeof title === 'string' ? title : nameInWords(name);
  };
}

interface InputFieldProps {
  label: string;
  value: Json;
  onChange: (value: Json) => void;
}

/** A text stays a text; everything else is written as JSON. */
function InputField({ label, value, onChange }: InputFieldProps) {
  const isText = typeof value === 'string';
  const kept = isText ? value : JSON.stringify(value);
  const field = useDraft(
    kept,
    (text) => (isText || parsed(text) !== undefined ? undefined : t('Expected JSON, as it was before')),
    (text) => {
      if (text !== kept) onChange(isText ? text : (parsed(text) ?? value));
    },
  );
  return <TextField label={label} isMono {...field} />;
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
