import { useId } from 'react';
import { useStore } from 'zustand';
import type { Answer, PermissionRequest } from '../../../contract/permissions.ts';
import { useHeron } from '../../app/heron-context.ts';
import { Button } from '../../ui/button.tsx';
import { CodeBlock } from '../../ui/code-block.tsx';
import { RevealedText } from '../../ui/revealed-text.tsx';
import { alwaysMeaning, canBeGiven, needVerb } from './requests.ts';

const allows: { answer: Answer; label: string }[] = [
  { answer: 'once', label: 'Allow once' },
  { answer: 'run', label: 'Allow for this run' },
  { answer: 'always', label: 'Always allow' },
];

interface RequestChoiceProps {
  request: PermissionRequest;
  /** The worker's own words; left out where they repeat the ones above. */
  reason: string | undefined;
  taskTitles: string[];
  onAnswer: (answer: Answer) => void;
}

export function RequestChoice({ request, reason, taskTitles, onAnswer }: RequestChoiceProps) {
  const { permissions } = useHeron();
  const given = useStore(permissions.state, ({ answering }) => answering[request.id]);
  const id = useId();
  const { workerName, need } = request;
  const meta = `For: ${taskTitles.join(', ')}`;
  return (
    <div role="group" aria-labelledby={`${id}-sentence`} data-request={request.id} className="px-4 py-3">
      <div id={`${id}-sentence`} className="space-y-1.5">
        <p className="text-sm">
          <strong className="font-semibold">{workerName}</strong> {needVerb(need)}
        </p>
        <Target need={need} />
      </div>
      <p className="mt-1.5 text-xs break-words text-muted">
        {meta}
        {reason && ` — ${workerName} says: “${reason}”`}
      </p>
      <div className="mt-2 flex flex-wrap gap-1.5">
        <Button
          size="sm"
          data-deny
          isLoading={given === 'deny'}
          disabled={given !== undefined && given !== 'deny'}
          onClick={() => onAnswer('deny')}
        >
          Deny
        </Button>
        <span aria-hidden className="mx-1 w-px self-stretch bg-border max-sm:hidden" />
        {allows
          .filter(({ answer }) => canBeGiven(answer, need))
          .map(({ answer, label }) => (
            <Button
              key={answer}
              size="sm"
              isLoading={given === answer}
              disabled={given !== undefined && given !== answer}
              aria-describedby={answer === 'always' ? `${id}-always` : undefined}
              onClick={() => onAnswer(answer)}
            >
              {label}
            </Button>
          ))}
      </div>
      <p id={`${id}-always`} className="sr-only">
        {alwaysMeaning(need, workerName)}
      </p>
    </div>
  );
}

const languageNames: Record<string, string> = { javascript: 'JavaScript', typescript: 'TypeScript', python: 'Python' };

/** The thing itself, whole: what is allowed must be what is read. */
function Target({ need: { capability, target, detail } }: { need: PermissionRequest['need'] }) {
  if (capability === 'shell' && detail)
    return <CodeBlock code={detail} label={`Command, run with ${target}`} hasBar isCommand />;
  if (capability === 'code' && detail)
    return <CodeBlock code={detail} label={languageNames[target] ?? target} hasBar wraps />;
  return (
    <>
      <p className="rounded-md border bg-sunken px-2.5 py-1.5 font-mono text-xs break-all whitespace-pre-wrap">
        <RevealedText text={target} />
      </p>
      {detail && (
        <p className="text-xs break-words text-muted">
          <RevealedText text={detail} />
        </p>
      )}
    </>
  );
}
