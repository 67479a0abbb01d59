import { Blocks, Search, SearchX } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { Worker } from '../../../contract/workers.ts';
import { useHeron } from '../../app/heron-context.ts';
import { navigate } from '../../app/use-route.ts';
import { Button } from '../../ui/button.tsx';
import { DetailSplit } from '../../ui/detail-split.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Select } from '../../ui/select.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { ToggleChips } from '../../ui/toggle-chips.tsx';
import { HeldHosts } from './held-hosts.tsx';
import { InstallWorker } from './install-worker.tsx';
import { ReloadButton } from './reload-button.tsx';
import { RemoveWorker } from './remove-worker.tsx';
import { nameOf } from './store.ts';
import { isUndecided } from './use-undecided-workers.ts';
import { WorkerDetail } from './worker-detail.tsx';
import { WorkerTable } from './worker-table.tsx';
import {
  isInCategory,
  isOfKind,
  matchesWorker,
  workerCategories,
  type WorkerCategory,
  type WorkerKind,
  workerKinds,
} from './worker-search.ts';
import { plural, t } from '../../../words/words.ts';

export function WorkersScreen({ workerId }: { workerId: string | undefined }) {
  const { workers } = useHeron();
  const { workers: list, hosts, isRead, failure } = useStore(workers.state);
  const [query, setQuery] = useState('');
  const [kinds, setKinds] = useState<WorkerKind[]>([]);
  const [category, setCategory] = useState<WorkerCategory>();
  useEffect(() => void workers.read(), [workers]);
  const selected = list.find(({ id }) => id === workerId);
  return (
    <>
      <div className={selected && 'max-lg:hidden'}>
        <PageHeader title={t('Workers')} text={isRead ? summaryOf(list) : undefined} actions={<InstallWorker />}>
          <div className="flex flex-wrap gap-3">
            <TextField
              type="search"
              label={t('Search workers')}
              isLabelHidden
              placeholder={t('Search by name, action or permission')}
              icon={Search}
              className="w-full sm:w-80"
              value={query}
              onChange={setQuery}
            />
            <CategoryChoice category={category} onChange={setCategory} />
          </div>
          <ToggleChips label={t('Show only')} chips={kindChips(list)} value={kinds} onChange={setKinds} />
        </PageHeader>
      </div>
      <DetailSplit
        detailTitle={selected ? nameOf(selected) : ''}
        detail={selected && <WorkerDetail key={selected.id} worker={selected} />}
        detailActions={selected && <WorkerActions worker={selected} />}
        onClose={() => navigate({ screen: 'workers' })}
      >
        <HeldHosts hosts={hosts} />
        {failure && !isRead ? (
          <ErrorState
            title={t('Could not load the workers')}
            text={failure.message}
            onRetry={() => void workers.read()}
          />
        ) : isRead ? (
          <Found
            {...{ list, query, kinds, category, workerId }}
            onClear={() => {
              setQuery('');
              setKinds([]);
              setCategory(undefined);
            }}
          />
        ) : (
          <Skeleton shape="rows" lines={7} label={t('Loading the workers')} />
        )}
      </DetailSplit>
    </>
  );
}

function WorkerActions({ worker }: { worker: Worker }) {
  return (
    <>
      {worker.origin === 'installed' && <RemoveWorker worker={worker} />}
      {worker.state !== 'refused' && <ReloadButton worker={worker} />}
    </>
  );
}

interface FoundProps {
  list: Worker[];
  query: string;
  kinds: WorkerKind[];
  category: WorkerCategory | undefined;
  workerId: string | undefined;
  onClear: () => void;
}

function Found({ list, query, kinds, category, workerId, onClear }: FoundProps) {
  const found = list.filter(
    (worker) => isOfKind(worker, kinds) && isInCategory(worker, category) && matchesWorker(worker, query),
  );
  if (list.length === 0) {
    return (
      <EmptyState
        icon={Blocks}
        title={t('No workers')}
        text={t('A worker is a folder with a manifest. Heron finds the ones it came with and those you install.')}
      />
    );
  }
  if (found.length === 0) {
    return (
      <EmptyState
        icon={SearchX}
        title={
          query.trim() === ''
            ? t('No worker is like that')
            : t('No worker matches “{{value}}”', { value: query.trim() })
        }
        action={<Button onClick={onClear}>{t('Clear filters')}</Button>}
      />
    );
  }
  return <WorkerTable workers={found} selectedId={workerId} />;
}

interface CategoryChoiceProps {
  category: WorkerCategory | undefined;
  onChange: (category: WorkerCategory | undefined) => void;
}

function CategoryChoice({ category, onChange }: CategoryChoiceProps) {
  const names = Object.entries(workerCategories()) as [WorkerCategory, string][];
  return (
    <div className="w-44">
      <Select
        label={t('Category')}
        isLabelHidden
        value={category ?? ''}
        onChange={(value) => onChange(names.find(([id]) => id === value)?.[0])}
        options={[{ value: '', label: t('All categories') }, ...names.map(([value, label]) => ({ value, label }))]}
      />
    </div>
  );
}

function kindChips(list: Worker[]): { value: WorkerKind; label: string; count: number }[] {
  return (Object.keys(workerKinds()) as WorkerKind[]).map((value) => {
    const { label, holds } = workerKinds()[value];
    return { value, label, count: list.filter(holds).length };
  });
}

function summaryOf(list: Worker[]): string {
  const failed = list.filter(({ state }) => state === 'failed').length;
  const running = list.filter(({ state }) => state === 'running').length;
  const parts = [plural(list.length, { one: '1 worker', other: '{{count}} workers' })];
  if (running > 0) parts.push(t('{{running}} running', { running }));
  if (failed > 0) parts.push(t('{{failed}} failed', { failed }));
  const undecided = list.filter(isUndecided).length;
  if (undecided > 0)
    parts.push(plural(undecided, { one: '1 waits for your approval', other: '{{count}} wait for your approval' }));
  return parts.join(' · ');
}
