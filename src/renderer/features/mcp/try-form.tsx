import { useCallback, useState } from 'react';
import type { JsonObject } from '../../../contract/json.ts';
import type { Run } from '../../../contract/runs.ts';
import { useHeron } from '../../app/heron-context.ts';
import { formatRoute } from '../../app/route.ts';
import { useAction } from '../../engine/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { CodeBlock } from '../../ui/code-block.tsx';
import { Notice } from '../../ui/notice.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { actionPlan, runToEnd } from '../runs/run-action.ts';
import { inputOf, problemsOfInput, type TryField } from './try-input.ts';
import { t } from '../../../words/words.ts';

interface TryFormProps {
  title: string;
  action: string;
  /** What is asked for; absent: the input as JSON. */
  fields: TryField[] | undefined;
  /** Goes with what is typed; `values`: what is typed stands below it. */
  fixed?: { uri: string; values?: true };
}

/** Runs an action once, as any run: it asks what it must, and stands on the timeline. */
export function TryForm({ title, action, fields, fixed }: TryFormProps) {
  const heron = useHeron();
  const [typed, setTyped] = useState<Record<string, string>>({});
  const [isChecked, setIsChecked] = useState(false);
  const [run, setRun] = useState<Run>();
  const problems = problemsOfInput(fields, typed);
  const trying = useAction(
    t('Could not try {{title}}', { title }),
    useCallback(
      async (input: JsonObject) =>
        setRun(await runToEnd(heron, actionPlan(t('Try {{title}}', { title }), action, input))),
      [heron, title, action],
    ),
  );
  const shown = (name: string) => ({
    value: typed[name] ?? '',
    onChange: (value: string) => setTyped({ ...typed, [name]: value }),
    error: isChecked ? problems[name] : undefined,
  });
  return (
    <form
      noValidate
      aria-label={t('Try {{title}}', { title })}
      className="space-y-3 rounded-md border bg-sunken p-3"
      onSubmit={(event) => {
        event.preventDefault();
        setIsChecked(true);
        if (Object.keys(problems).length === 0) void trying.run(inputOf(fields, typed, fixed));
      }}
    >
      {fields?.map(({ name, description, isNeeded }) => (
        <TextField
          key={name}
          label={isNeeded ? name : t('{{name}} (may be left out)', { name })}
          hint={description || undefined}
          autoComplete="off"
          {...shown(name)}
        />
      ))}
      {!fields && <TextArea label={t('Input, as JSON')} isMono rows={2} placeholder="{}" {...shown('')} />}
      <Button size="sm" type="submit" variant="primary" isLoading={trying.isBusy}>
        {t('Run it')}
      </Button>
      {run && <Outcome run={run} />}
    </form>
  );
}

function Outcome({ run: { id, error, tasks } }: { run: Run }) {
  const output = tasks['try']?.output;
  const text = (output as { text?: unknown } | undefined)?.text;
  const said = typeof text === 'string' && text !== '' ? text : JSON.stringify(output ?? null, undefined, 2);
  return (
    <div className="space-y-2">
      {error ? (
        <Notice tone="danger" title={t('It failed')}>
          {error.message}
        </Notice>
      ) : (
        <CodeBlock label={t('What it gave')} code={said.slice(0, 20_000)} wraps />
      )}
      <a className="text-xs text-accent underline" href={formatRoute({ screen: 'timeline', runId: id })}>
        {t('Show the run')}
      </a>
    </div>
  );
}
