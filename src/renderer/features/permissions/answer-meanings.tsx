import type { PermissionNeed } from '../../../contract/permission-need.ts';
import { alwaysReach, canBeGiven } from './requests.ts';

/** What the answers mean, said before anybody presses one. */
export function AnswerMeanings({ needs }: { needs: PermissionNeed[] }) {
  // Of questions that a taint raised, nothing but once can be said.
  if (needs.length === 0) return null;
  const lasting = needs.filter((need) => canBeGiven('always', need));
  const meanings = [
    { name: 'Once', meaning: 'only for the steps named here' },
    { name: 'This run', meaning: 'until this run ends' },
    ...(lasting.length === 0 ? [] : [{ name: 'Always', meaning: alwaysFor(lasting) }]),
  ];
  return (
    <dl className="min-w-64 flex-1 text-xs text-muted">
      {meanings.map(({ name, meaning }) => (
        <div key={name}>
          <dt className="inline font-medium text-text">{name}: </dt>
          <dd className="inline">{meaning}</dd>
        </div>
      ))}
    </dl>
  );
}

function alwaysFor(needs: PermissionNeed[]): string {
  return `in every run from now on, for ${alwaysReach(needs)}, until you revoke it in Settings`;
}
