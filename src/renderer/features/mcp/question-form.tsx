import { MessageCircleQuestionMark } from 'lucide-react';
import { useCallback, useState } from 'react';
import type { Json } from '../../../contract/json.ts';
import type { McpAnswerKind, McpQuestion, McpQuestionField } from '../../../contract/mcp-questions.ts';
import { useHeron } from '../../app/heron-context.ts';
import { formatRoute } from '../../app/route.ts';
import { useAction } from '../../engine/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { contentOf, problemsOf, startValues, type Typed } from './question-values.ts';
import { t } from '../../../words/words.ts';

/** A question of a server: the call it asks in goes on with what is answered here. */
export function QuestionForm({ question }: { question: McpQuestion }) {
  const { id, server, text, fields, runId } = question;
  const { engine } = useHeron();
  const [typed, setTyped] = useState<Typed>(() => startValues(fields));
  const [isChecked, setIsChecked] = useState(false);
  const problems = problemsOf(fields, typed);
  const sending = useAction(
    t('Your answer did not get through'),
    useCallback(
      async (answer: McpAnswerKind, content: Record<string, Json> = {}) => {
        await engine.client.mcp.answer({ id, answer, content });
      },
      [engine, id],
    ),
  );
  return (
    <Notice tone="warning" icon={MessageCircleQuestionMark} title={t('{{server}} asks you', { server })}>
      <form
        noValidate
        aria-label={t('Question of {{server}}', { server })}
        className="mt-1 space-y-3"
        onSubmit={(event) => {
          event.preventDefault();
          setIsChecked(true);
          if (Object.keys(problems).length === 0) void sending.run('accept', contentOf(fields, typed));
        }}
      >
        <p className="break-words whitespace-pre-wrap">{text}</p>
        {fields.map((field) => (
          <QuestionField
            key={field.name}
            field={field}
            value={typed[field.name]}
            error={isChecked ? problems[field.name] : undefined}
            onChange={(value) => setTyped({ ...typed, [field.name]: value })}
          />
        ))}
        <p className="text-xs text-muted">
          {t('These are words of the server {{server}}. What you fill in is sent to it; give it no password.', {
            server,
          })}{' '}
          <a className="underline" href={formatRoute({ screen: 'timeline', runId })}>
            {t('Show the run')}
          </a>
        </p>
        <div className="flex gap-2">
          <Button size="sm" onClick={() => void sending.run('decline')} disabled={sending.isBusy}>
            {t('Say no')}
          </Button>
          <Button size="sm" type="submit" variant="primary" isLoading={sending.isBusy}>
            {t('Answer')}
          </Button>
        </div>
      </form>
    </Notice>
  );
}

interface QuestionFieldProps {
  field: McpQuestionField;
  value: Typed[string] | undefined;
  error: string | undefined;
  onChange: (value: string | boolean | string[]) => void;
}

function QuestionField({ field, value, error, onChange }: QuestionFieldProps) {
  const { title, description, kind, choices = [], isNeeded } = field;
  const label = isNeeded ? title : t('{{title}} (may be left out)', { title });
  const hint = description || undefined;
  if (kind === 'boolean') {
    return <Checkbox label={title} hint={hint} checked={value === true} onChange={onChange} />;
  }
  if (kind === 'choice') {
    const options = choices.map((choice) => ({ value: choice.value, label: choice.title }));
    const chosen = typeof value === 'string' ? value : undefined;
    return <Select {...{ label, hint, error, options }} value={chosen} onChange={onChange} />;
  }
  if (kind === 'choices') {
    const chosen = Array.isArray(value) ? value : [];
    return (
      <fieldset className="space-y-1.5">
        <legend className="text-sm font-medium">{label}</legend>
        {choices.map((choice) => (
          <Checkbox
            key={choice.value}
            label={choice.title}
            checked={chosen.includes(choice.value)}
            onChange={(isOn) =>
              onChange([...chosen.filter((one) => one !== choice.value), ...(isOn ? [choice.value] : [])])
            }
          />
        ))}
      </fieldset>
    );
  }
  const typed = typeof value === 'string' ? value : '';
  return <TextField {...{ label, hint, error }} value={typed} onChange={onChange} autoComplete="off" />;
}
