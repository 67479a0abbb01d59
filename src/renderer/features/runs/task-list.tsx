import { useState } from 'react';
import type { Run } from '../../../contract/runs.ts';
import { Button } from '../../ui/button.tsx';
import { VirtualList } from '../../ui/virtual-list.tsx';
import type { TaskProgress } from './store.ts';
import { TaskItem } from './task-item.tsx';
import { mostUrgent, type TaskRow } from './task-rows.ts';
import { t } from '../../../words/words.ts';

/** A plan longer than this first shows what matters now. */
const shortPlan = 10;
/** Beyond this even the whole list draws only what is in view. */
const drawnWhole = 60;

interface TaskListProps {
  run: Run;
  rows: TaskRow[];
  progress: Record<string, TaskProgress>;
  isWholeAtFirst?: boolean;
}

export function TaskList({ run, rows, progress, isWholeAtFirst = false }: TaskListProps) {
  const [isWhole, setIsWhole] = useState(isWholeAtFirst);
  const shown = isWhole ? rows : mostUrgent(rows, shortPlan);
  const item = (row: TaskRow) => <TaskItem run={run} row={row} progress={progress[row.task.id]} />;
  return (
    <div className="py-1">
      {shown.length > drawnWhole ? (
        <VirtualList
          label={t('Steps')}
          className="h-96 border-b"
          items={shown}
          keyOf={({ task }) => task.id}
          estimateSize={56}
          renderItem={item}
        />
      ) : (
        <ol aria-label={t('Steps')}>
          {shown.map((row) => (
            <li key={row.task.id}>{item(row)}</li>
          ))}
        </ol>
      )}
      {rows.length > shortPlan && (
        <div className="px-3 py-1">
          <Button size="sm" variant="ghost" onClick={() => setIsWhole(!isWhole)}>
            {isWhole ? t('Show fewer steps') : t('Show all {{rows}} steps', { rows: rows.length })}
          </Button>
        </div>
      )}
    </div>
  );
}
