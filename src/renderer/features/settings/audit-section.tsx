import { RotateCw, Search } from 'lucide-react';
import { useState } from 'react';
import type { AuditDecision, AuditEntry } from '../../../contract/permissions.ts';
import { useSettledText } from '../../app/use-settled-text.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { RevealedText } from '../../ui/revealed-text.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { Tone } from '../../ui/tone.ts';
import type { AuditChoice } from './audit-choice.ts';
import { AuditFilters, decisionNames } from './audit-filters.tsx';
import { AuditIntegrity } from './audit-integrity.tsx';
import { type Column, DataTable } from './data-table.tsx';
import { useAudit } from './use-audit.ts';
import { t } from '../../../words/words.ts';

const decisionTones: Record<AuditDecision, Tone> = { allowed: 'success', denied: 'danger' };

export function AuditSection() {
  const [query, setQuery] = useState('');
  const wanted = useSettledText(query.trim());
  const [choice, setChoice] = useState<AuditChoice>({});
  const audit = useAudit(wanted, choice);
  const isFiltered = wanted !== '' || Object.values(choice).some(Boolean);
  return (
    <section aria-labelledby="audit-title" className="space-y-2.5">
      <Header query={query} onChange={setQuery} onRefresh={() => void audit.refresh()} />
      <AuditIntegrity />
      <AuditFilters choice={choice} onChange={setChoice} />
      {audit.failure && audit.entries.length === 0 ? (
        <ErrorState
          title={t('Could not load the audit log')}
          text={audit.failure.message}
          onRetry={() => void audit.refresh()}
          isRetrying={audit.isBusy}
        />
      ) : audit.isRead ? (
        <Entries
          entries={audit.entries}
          isFiltered={isFiltered}
          onClear={() => {
            setQuery('');
            setChoice({});
          }}
        />
      ) : (
        <Skeleton lines={6} label={t('Loading the audit log')} />
      )}
      {audit.isRead && audit.hasMore && (
        <div className="flex items-center justify-center gap-3 pt-1">
          {audit.failure && <p className="text-xs text-danger">{audit.failure.message}</p>}
          <Button size="sm" isLoading={audit.isBusy} onClick={() => void audit.readMore()}>
            {t('Load older')}
          </Button>
        </div>
      )}
    </section>
  );
}

interface HeaderProps {
  query: string;
  onChange: (query: string) => void;
  onRefresh: () => void;
}

function Header({ query, onChange, onRefresh }: HeaderProps) {
  return (
    <header className="flex flex-wrap items-end gap-3">
      <div className="min-w-0 flex-1 basis-56">
        <h2 id="audit-title" className="text-sm font-semibold">
          {t('Audit log')}
        </h2>
        <p className="text-xs text-muted">
          {t('Everything workers wanted, what was decided, and by which rule. Newest first.')}
        </p>
      </div>
      <TextField
        type="search"
        label={t('Search the audit log')}
        isLabelHidden
        placeholder={t('Worker, target, rule')}
        icon={Search}
        className="min-w-0 flex-1 sm:w-64 sm:flex-none"
        value={query}
        onChange={onChange}
      />
      <IconButton label={t('Refresh the audit log')} icon={RotateCw} size="lg" onClick={onRefresh} />
    </header>
  );
}

const columns = (): Column<AuditEntry>[] => [
  {
    name: t('When'),
    cell: ({ at }) => (
      <span className="text-xs text-muted">
        <RelativeTime at={at} />
      </span>
    ),
  },
  { name: t('Worker'), cell: ({ workerId }) => workerId },
  { name: t('Wanted'), cell: ({ operation }) => <span className="font-mono text-xs">{operation}</span> },
  {
    name: t('Target'),
    cell: ({ target }) => (
      <span className="font-mono text-xs break-all">
        <RevealedText text={target} />
      </span>
    ),
  },
  {
    name: t('Decision'),
    cell: ({ decision }) => <Badge tone={decisionTones[decision]}>{decisionNames()[decision]}</Badge>,
  },
  { name: t('Rule'), cell: ({ rule }) => <span className="text-xs break-all text-muted">{rule}</span> },
];

interface EntriesProps {
  entries: AuditEntry[];
  isFiltered: boolean;
  onClear: () => void;
}

function Entries({ entries, isFiltered, onClear }: EntriesProps) {
  if (entries.length === 0) {
    return (
      <p className="flex items-center gap-3 rounded-lg border bg-raised px-4 py-3 text-sm text-muted">
        {isFiltered ? t('Nothing in the log is like that.') : t('No worker has wanted anything yet.')}
        {isFiltered && (
          <Button size="sm" onClick={onClear}>
            {t('Show all')}
          </Button>
        )}
      </p>
    );
  }
  return <DataTable label={t('Audit log')} columns={columns()} rows={entries} keyOf={({ seq }) => String(seq)} />;
}
