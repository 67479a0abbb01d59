import type { NodeProps } from '@xyflow/react';
import { Minus, PencilLine, Plus } from 'lucide-react';
import { memo } from 'react';
import type { FieldChange } from '../../../../contract/compare-plans.ts';
import { classNames } from '../../../ui/class-names.ts';
import { useBuilderParts } from '../builder-context.ts';
import type { NodeRow } from '../node-rows.ts';
import { StepFace } from '../step-face.tsx';
import { StepPorts } from '../step-ports.tsx';
import type { ComparedNode } from './drawn.ts';
import type { Mark } from './merged.ts';
import { t } from '../../../../words/words.ts';

export const markLooks = (): Record<Mark, { word: string; icon: typeof Plus; border: string; badge: string }> => ({
  added: { word: t('Added'), icon: Plus, border: 'border-success', badge: 'bg-success-soft text-success' },
  removed: {
    word: t('Removed'),
    icon: Minus,
    border: 'border-danger border-dashed',
    badge: 'bg-danger-soft text-danger',
  },
  changed: { word: t('Changed'), icon: PencilLine, border: 'border-warning', badge: 'bg-warning-soft text-warning' },
});

/** A step, and what became of it. */
export const ComparedNodeView = memo(function ComparedNodeView({ data }: NodeProps<ComparedNode>) {
  const { place, task, rows, lanes, mark, fields } = data;
  const { catalogue } = useBuilderParts();
  const looks = mark && markLooks()[mark];
  return (
    <div
      className={classNames(
        'relative h-full rounded-lg border',
        lanes.length > 0 ? 'bg-sunken/60' : 'bg-raised',
        looks ? `border-2 ${looks.border}` : 'border-border',
        mark === undefined && 'opacity-70',
      )}
    >
      {looks && (
        <span
          className={classNames(
            'absolute -top-2.5 right-2 flex items-center gap-1 rounded-full px-1.5 py-px text-2xs font-medium',
            looks.badge,
          )}
        >
          <looks.icon aria-hidden size={10} strokeWidth={2.5} />
          {looks.word}
        </span>
      )}
      <StepFace {...{ task, catalogue }} state={undefined} progress={undefined} problem={undefined} />
      {rows.length > 0 && (
        <ul className="border-t pt-1" style={{ marginTop: -1 }}>
          {rows.map((row) => (
            <Row key={row.name} row={row} change={fields.find(({ field }) => isOf(field, row.name))} mark={mark} />
          ))}
        </ul>
      )}
      <StepPorts {...{ rows, place }} isConnectable={false} />
    </div>
  );
});

function isOf(field: string, name: string): boolean {
  return [`input.${name}`, name].some((path) => field === path || field.startsWith(`${path}.`));
}

function Row({ row, change, mark }: { row: NodeRow; change: FieldChange | undefined; mark: Mark | undefined }) {
  return (
    <li
      className={classNames(
        'flex h-[26px] items-center gap-2 px-3 text-2xs',
        change && 'bg-warning-soft',
        mark === 'removed' && 'text-muted line-through',
      )}
    >
      <span className="max-w-24 shrink-0 truncate text-muted">{row.name}</span>
      <span className={classNames('ml-auto min-w-0 truncate font-mono', row.isMissing && 'text-danger')}>
        {row.isMissing ? 'missing' : row.text}
      </span>
    </li>
  );
}
