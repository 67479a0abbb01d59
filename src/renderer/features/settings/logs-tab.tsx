import { ScrollText, Search } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import type { LogLine } from '../../../contract/health.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useSettledText } from '../../app/use-settled-text.ts';
import { useQuery } from '../../engine/use-query.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Select } from '../../ui/select.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Switch } from '../../ui/switch.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { VirtualList } from '../../ui/virtual-list.tsx';
import { LogLevelSetting } from './log-level-setting.tsx';
import { LogRow } from './log-row.tsx';
import { levelNames, logText } from './log-text.ts';

const refreshMs = 2000;
const most = 1000;

export function LogsTab() {
  const { engine } = useHeron();
  const [level, setLevel] = useState<LogLine['level']>('info');
  const [query, setQuery] = useState('');
  const [isFollowing, setIsFollowing] = useState(true);
  const wanted = useSettledText(query.trim());
  const load = useCallback(
    () => engine.client.health.logs({ level, limit: most, ...(wanted ? { query: wanted } : {}) }),
    [engine, level, wanted],
  );
  const { data, failure, reload } = useQuery(engine.state, load);
  useEffect(() => {
    if (!isFollowing) return;
    const timer = setInterval(() => void reload(), refreshMs);
    return () => clearInterval(timer);
  }, [isFollowing, reload]);
  return (
    <div className="flex h-full flex-col">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-3 border-b px-4 py-3 sm:px-6">
        <TextField
          type="search"
          label="Search the log"
          isLabelHidden
          placeholder="Search the log"
          icon={Search}
          className="w-full sm:w-56"
          value={query}
          onChange={setQuery}
        />
        <div className="w-40">
          <Select
            label="Level"
            isLabelHidden
            value={level}
            onChange={(next) => setLevel(next as LogLine['level'])}
            options={Object.entries(levelNames).map(([value, label]) => ({ value, label }))}
          />
        </div>
        <Switch label="Follow" checked={isFollowing} onChange={setIsFollowing} />
        <CopyButton text={logText(data ?? [])} label="Copy the log" size="md" />
        <div className="ml-auto">
          <LogLevelSetting />
        </div>
      </div>
      {data ? (
        <Lines lines={data} onClear={wanted ? () => setQuery('') : undefined} />
      ) : failure ? (
        <ErrorState title="Could not load the log" text={failure.message} onRetry={() => void reload()} />
      ) : (
        <Skeleton shape="rows" lines={10} label="Loading the log" />
      )}
    </div>
  );
}

function Lines({ lines, onClear }: { lines: LogLine[]; onClear: (() => void) | undefined }) {
  if (lines.length === 0) {
    return (
      <EmptyState
        icon={ScrollText}
        title={onClear ? 'No line matches' : 'Nothing at this level'}
        action={onClear && <Button onClick={onClear}>Clear search</Button>}
      />
    );
  }
  return (
    <VirtualList
      label="Log, newest first"
      items={lines.map((line, index) => ({ line, key: `${line.at}-${lines.length - index}` }))}
      keyOf={({ key }) => key}
      estimateSize={32}
      renderItem={({ line }) => <LogRow line={line} />}
    />
  );
}
