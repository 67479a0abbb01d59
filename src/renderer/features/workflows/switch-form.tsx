import { Plus, Trash2 } from 'lucide-react';
import type { Switch as Choice, Task } from '../../../contract/plan-task.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Switch } from '../../ui/switch.tsx';
import { useBuilderParts } from './builder-context.ts';
import { blankTask } from './document/edit.ts';
import { allIds } from './document/walk.ts';
import { ExpressionField } from './expressions/expression-field.tsx';
import { JsonField } from './json-field.tsx';
import type { StepFormProps } from './step-form.ts';
import { t } from '../../../words/words.ts';

type Case = Choice['cases'][number];

/** What is looked at, the ways there are, and when each is taken. */
export function SwitchForm({ place, errorOf, onChange, choice }: StepFormProps & { choice: Choice }) {
  const { builder } = useBuilderParts();
  const { on, cases, otherwise } = choice;
  const change = (part: Partial<Choice>, field: string): void =>
    onChange((now) => ({ ...now, switch: { ...choice, ...part } }), field);
  const blank = (): Task[] => [blankTask(allIds(builder.document()))];
  const newCase = (): Case => (on === undefined ? { when: 'true', tasks: blank() } : { is: '', tasks: blank() });
  return (
    <>
      {on !== undefined && (
        <ExpressionField
          label={t('Looks at')}
          isText
          error={errorOf('switch.on')}
          {...{ place, value: on }}
          onChange={(next) => change({ on: next ?? '{{ "" }}' }, 'switch.on')}
        />
      )}
      {cases.map((each, index) => (
        <CaseField
          // Cases are known by their order and nothing else.
          key={index}
          {...{ place, each, index, isOnly: cases.length === 1 }}
          error={errorOf(`switch.cases.${index}.${'when' in each ? 'when' : 'is'}`)}
          onChange={(next) =>
            change({ cases: cases.map((other, at) => (at === index ? next : other)) }, `switch.cases.${index}`)
          }
          onRemove={() => change({ cases: cases.filter((_, at) => at !== index) }, '')}
        />
      ))}
      <Button size="sm" icon={Plus} onClick={() => change({ cases: [...cases, newCase()] }, '')}>
        {t('Add a case')}
      </Button>
      <Switch
        label={t('Otherwise')}
        hint={t('Steps for when no case is met.')}
        checked={otherwise !== undefined}
        onChange={(isOn) => change({ otherwise: isOn ? blank() : undefined }, '')}
      />
    </>
  );
}

interface CaseFieldProps {
  place: string;
  each: Case;
  index: number;
  isOnly: boolean;
  error: string | undefined;
  onChange: (next: Case) => void;
  onRemove: () => void;
}

function CaseField({ place, each, index, isOnly, error, onChange, onRemove }: CaseFieldProps) {
  return (
    <div className="flex items-start gap-1">
      <div className="min-w-0 flex-1">
        {'when' in each ? (
          <ExpressionField
            label={isOnly ? t('If') : t('Case {{value}}: if', { value: index + 1 })}
            {...{ place, error, value: each.when }}
            onChange={(when) => onChange({ ...each, when: when ?? 'false' })}
          />
        ) : (
          <JsonField
            label={t('Case {{value}}: is', { value: index + 1 })}
            takesText
            {...{ error, value: each.is }}
            onChange={(is) => onChange({ ...each, is: is ?? '' })}
          />
        )}
      </div>
      {!isOnly && (
        <IconButton
          size="sm"
          label={t('Remove case {{value}}', { value: index + 1 })}
          icon={Trash2}
          onClick={onRemove}
        />
      )}
    </div>
  );
}
