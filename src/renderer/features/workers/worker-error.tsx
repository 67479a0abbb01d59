import type { Failure } from '../../../contract/errors.ts';
import { InlineCode } from '../../ui/inline-code.tsx';
import { JsonView } from '../../ui/json-view.tsx';
import { Notice } from '../../ui/notice.tsx';
import { t } from '../../../words/words.ts';

/** Why a worker does not load, field by field where the engine knows the fields. */
export function WorkerError({ failure }: { failure: Failure }) {
  const issues = issuesOf(failure.details?.['issues']);
  return (
    <Notice tone="danger" title={t('Not working')}>
      {issues.length === 0 && <p className="text-xs">{failure.message}</p>}
      {issues.length > 0 && (
        <ul aria-label={t('What is wrong')} className="mt-1 space-y-1.5 text-xs">
          {issues.map(({ path, message }) => (
            <li key={`${path} ${message}`}>
              {path !== '' && <InlineCode>{path}</InlineCode>} {message}
            </li>
          ))}
        </ul>
      )}
      {issues.length === 0 && failure.details && <JsonView value={failure.details} label={t('Details of the error')} />}
    </Notice>
  );
}

export type Issue = { path: string; message: string };

export function issuesOf(value: unknown): Issue[] {
  if (!Array.isArray(value)) return [];
  return value.filter(
    (issue): issue is Issue =>
      typeof issue === 'object' &&
      issue !== null &&
      typeof Reflect.get(issue, 'path') === 'string' &&
      typeof Reflect.get(issue, 'message') === 'string',
  );
}
