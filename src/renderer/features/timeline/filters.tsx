import { Search } from 'lucide-react';
import { useStore } from 'zustand';
import { useHeron } from '../../app/heron-context.ts';
import { navigate } from '../../app/use-route.ts';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { ToggleChips } from '../../ui/toggle-chips.tsx';
import { newestFirst } from '../runs/summaries.ts';
import { nameOf } from '../workers/store.ts';
import { type Topic, topicNames, topics } from './filter.ts';
import { t } from '../../../words/words.ts';

/** What may be chosen besides the topics; `passing` is shown as one of them. */
type FilterChip = Topic | 'passing';

interface FiltersProps {
  hasPassing: boolean;
  onPassingChange: (hasPassing: boolean) => void;
}

const everything = 'everything';

export function Filters({ hasPassing, onPassingChange }: FiltersProps) {
  const { timeline, workers } = useHeron();
  const filter = useStore(timeline.state, (state) => state.filter);
  const list = useStore(workers.state, (state) => state.workers);
  const value: FilterChip[] = [...filter.topics, ...(hasPassing ? (['passing'] as const) : [])];
  const change = (next: FilterChip[]) => {
    onPassingChange(next.includes('passing'));
    const chosen = next.filter((chip) => chip !== 'passing');
    if (chosen.join() !== filter.topics.join()) timeline.setFilter({ topics: chosen });
  };
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <TextField
        type="search"
        label={t('Search events')}
        isLabelHidden
        placeholder={t('Search events')}
        icon={Search}
        className="w-full sm:w-48"
        value={filter.text}
        onChange={(text) => timeline.setFilter({ text })}
      />
      <div className="w-40 max-sm:flex-1">
        <Select
          label={t('Worker')}
          isLabelHidden
          value={filter.workerId ?? everything}
          onChange={(id) => timeline.setFilter({ workerId: id === everything ? undefined : id })}
          options={[
            { value: everything, label: t('All workers') },
            ...list.map((worker) => ({ value: worker.id, label: nameOf(worker) })),
          ]}
        />
      </div>
      <ToggleChips
        label={t('Topics')}
        value={value}
        onChange={change}
        chips={[
          ...topicNames().map((topic) => ({ value: topic, label: topics()[topic].label })),
          {
            value: 'passing',
            label: t('Live progress'),
            hint: t('Shown while it happens. It is not stored and cannot be replayed.'),
          },
        ]}
      />
    </div>
  );
}

/** Where there is no room for the list of runs. */
export function RunSelect({ runId }: { runId: string | undefined }) {
  const { runs } = useHeron();
  const summaries = useStore(runs.state, (state) => state.summaries);
  return (
    <Select
      label={t('Run')}
      isLabelHidden
      value={runId ?? everything}
      onChange={(id) => navigate({ screen: 'timeline', runId: id === everything ? undefined : id })}
      options={[
        { value: everything, label: t('All runs') },
        ...newestFirst(summaries)
          .slice(0, 100)
          .map(({ id, title }) => ({ value: id, label: title })),
      ]}
    />
  );
}
