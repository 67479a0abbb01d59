import type { WorkflowVersion } from '../../../../contract/workflows.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { ListRow } from '../../../ui/list-row.tsx';
import { RelativeTime } from '../../../ui/relative-time.tsx';
import { plural, t } from '../../../../words/words.ts';

interface VersionListProps {
  versions: readonly WorkflowVersion[];
  /** The one that is compared. */
  chosen: number | undefined;
  onChoose: (number: number) => void;
  restoring: number | undefined;
  onRestore: (number: number) => void;
}

/** What the workflow was, the newest first; each can be what it is again. */
export function VersionList({ versions, chosen, onChoose, restoring, onRestore }: VersionListProps) {
  return (
    <ul aria-label={t('Versions')} className="space-y-1 p-2">
      {versions.map(({ number, at, title, tasks, isPublished }) => (
        <li key={number}>
          <ListRow
            wraps
            isSelected={number === chosen}
            onSelect={() => onChoose(number)}
            title={
              <span className="flex flex-wrap items-center gap-x-2">
                {t('Version {{number}}', { number })}
                {isPublished ? <Badge tone="success">{t('Published')}</Badge> : <Badge>{t('Draft')}</Badge>}
              </span>
            }
            text={
              <>
                {title} · {plural(tasks, { one: '1 step', other: '{{count}} steps' })} · <RelativeTime at={at} />
              </>
            }
          />
          {number === chosen && (
            <div className="px-3 pb-2">
              <Button
                size="sm"
                aria-label={t('Restore version {{number}}', { number })}
                isLoading={restoring === number}
                onClick={() => onRestore(number)}
              >
                {t('Restore')}
              </Button>
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}
