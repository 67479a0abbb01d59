import type { FileChange, UndoReport } from '../../../contract/undo.ts';
import { Notice } from '../../ui/notice.tsx';
import { RevealedText } from '../../ui/revealed-text.tsx';
import { plural } from '../../../words/words.ts';

interface UndoResultProps {
  /** Known where it was undone just now; otherwise the changes tell what stayed. */
  report: UndoReport | undefined;
  changes: FileChange[];
}

export function UndoResult({ report, changes }: UndoResultProps) {
  const left = changes.filter(({ undone }) => !undone).map(({ path }) => ({ path, reason: 'changed after the run' }));
  const conflicts = report?.conflicts ?? left;
  const { uncompensated = [] } = report ?? {};
  if (conflicts.length + uncompensated.length === 0) return null;
  return (
    <div className="space-y-2 border-t px-4 py-3">
      {uncompensated.length > 0 && (
        <Notice
          tone="danger"
          title={plural(uncompensated.length, {
            one: '1 step could not be taken back',
            other: '{{count}} steps could not be taken back',
          })}
        >
          <ul className="space-y-1 text-xs">
            {uncompensated.map(({ taskId, action, reason }) => (
              <li key={taskId}>
                <span className="font-mono break-all">{taskId}</span>{' '}
                <span className="text-muted">
                  {action}: {reason}
                </span>
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {conflicts.length > 0 && (
        <Notice
          tone="warning"
          title={plural(conflicts.length, {
            one: '1 file was left as it is',
            other: '{{count}} files were left as they are',
          })}
        >
          <ul className="space-y-1 text-xs">
            {conflicts.map(({ path, reason }) => (
              <li key={path}>
                <span className="font-mono break-all">
                  <RevealedText text={path} />
                </span>{' '}
                <span className="text-muted">{reason}</span>
              </li>
            ))}
          </ul>
        </Notice>
      )}
    </div>
  );
}
