import { CircleCheck, CircleX } from 'lucide-react';
import type { Run } from '../../../contract/runs.ts';
import { mismatchText, scenarioResult } from '../../../contract/scenario-result.ts';
import { RevealedText } from '../../ui/revealed-text.tsx';
import { plural, t } from '../../../words/words.ts';

interface ScenarioVerdictProps {
  run: Run;
  /** Shows the step that gave something else. */
  onOpen?: (taskId: string) => void;
}

/** How a run of a scenario came out; nothing for other runs. */
export function ScenarioVerdict({ run, onOpen }: ScenarioVerdictProps) {
  const result = scenarioResult(run);
  if (!result) return null;
  const { status, name, mismatches, problem, compared } = result;
  const pinned = run.workflow?.scenario?.pinned ?? [];
  const notDone = pinned.length === 0 ? '' : ` ${t('Not done, but pinned: {{steps}}.', { steps: pinned.join(', ') })}`;
  return (
    <div role="status" className="space-y-1.5 text-xs">
      <p className="flex items-start gap-1.5">
        {status === 'passed' && <CircleCheck aria-hidden size={14} className="mt-0.5 shrink-0 text-success" />}
        {status === 'failed' && <CircleX aria-hidden size={14} className="mt-0.5 shrink-0 text-danger" />}
        <span>
          <span className="font-medium">{t('Scenario “{{name}}” {{value}}', { name, value: words[status] })}</span>
          {status === 'passed' && compared > 0 ? `: ${comparedText(compared)}.` : '.'}
          {notDone}
        </span>
      </p>
      {problem !== undefined && <p className="text-danger">{problem}</p>}
      {mismatches.length > 0 && (
        <ul aria-label={t('What was given otherwise')} className="space-y-1">
          {mismatches.map((mismatch) => (
            <li key={`${mismatch.taskId} ${mismatch.field}`} className="font-mono text-2xs wrap-anywhere">
              {onOpen ? (
                <button
                  type="button"
                  onClick={() => onOpen(mismatch.taskId)}
                  className="rounded-sm text-left hover:underline"
                >
                  <RevealedText text={mismatchText(mismatch)} />
                </button>
              ) : (
                <RevealedText text={mismatchText(mismatch)} />
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

const words = { open: 'is being tried', passed: 'passed', failed: 'failed' };

function comparedText(count: number): string {
  return plural(count, { one: '1 step gave what it is to give', other: '{{count}} steps gave what they are to give' });
}
