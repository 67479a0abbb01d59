import { useStore } from 'zustand';
import type { AuditDecision } from '../../../contract/permissions.ts';
import { useHeron } from '../../app/heron-context.ts';
import { Select, type SelectOption } from '../../ui/select.tsx';
import { type AuditChoice, periods } from './audit-choice.ts';
import { t } from '../../../words/words.ts';

export const decisionNames = (): Record<AuditDecision, string> => ({ allowed: t('Allowed'), denied: t('Denied') });

interface AuditFiltersProps {
  choice: AuditChoice;
  onChange: (choice: AuditChoice) => void;
}

export function AuditFilters({ choice, onChange }: AuditFiltersProps) {
  const { workers } = useHeron();
  const known = useStore(workers.state, (state) => state.workers);
  const workerOptions = [
    ...known.map(({ id, manifest }) => ({ value: id, label: manifest?.name ?? id })),
    { value: 'heron', label: t('Heron itself') },
  ];
  const select = (label: string, field: 'decision' | 'workerId' | 'period', all: string, options: SelectOption[]) => (
    <Select
      label={label}
      isLabelHidden
      className="w-full min-w-0 sm:w-40"
      value={choice[field] ?? ''}
      onChange={(value) => onChange({ ...choice, [field]: value === '' ? undefined : value })}
      options={[{ value: '', label: all }, ...options]}
    />
  );
  return (
    <div
      role="group"
      aria-label={t('Filters of the audit log')}
      className="grid grid-cols-2 gap-2 sm:flex sm:flex-wrap"
    >
      {select(t('Decision'), 'decision', t('Any decision'), optionsOf(decisionNames()))}
      {select(t('Worker'), 'workerId', t('Any worker'), workerOptions)}
      {select(t('Time'), 'period', t('Any time'), optionsOf(periods()))}
    </div>
  );
}

function optionsOf(labels: Record<string, string>): SelectOption[] {
  return Object.entries(labels).map(([value, label]) => ({ value, label }));
}
