import { Download, ScrollText, Search, X } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { LogLine } from '../../../contract/health.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useSettledText } from '../../app/use-settled-text.ts';
import { saveFile } from '../../engine/save-file.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Select } from '../../ui/select.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Switch } from '../../ui/switch.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { VirtualList } from '../../ui/virtual-list.tsx';
import { nameOf } from '../workers/store.ts';
import { CrashReports } from './crash-reports.tsx';
import { LogLevelSetting } from './log-level-setting.tsx';
import { LogFolder, LogReport } from './log-report.tsx';
import { LogRow } from './log-row.tsx';
import { levelNames, logText } from './log-text.ts';
import { useLog } from './use-log.ts';
import { t } from '../../../words/words.ts';

const most = 1000;

export function LogsTab() {
  const [level, setLevel] = useState<LogLine['level']>('info');
  const [query, setQuery] = useState('');
  const [traceId, setTraceId] = useState('');
  const [workerId, setWorkerId] = useState('');
  const [isFollowing, setIsFollowing] = useState(true);
  const wanted = useSettledText(query.trim());
  const { data, failure, reload } = useLog({ level, query: wanted, traceId, workerId, limit: most }, isFollowing);
  const isNarrowed = wanted !== '' || traceId !== '' || workerId !== '';
  const clear = (): void => {
    setQuery('');
    setTraceId('');
    setWorkerId('');
  };
  return (
    <div className="flex h-full flex-col">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-3 border-b px-4 py-3 sm:px-6">
        <TextField
          type="search"
          label={t('Search the log')}
          isLabelHidden
          placeholder={t('Search the log')}
          icon={Search}
          className="w-full sm:w-56"
          value={query}
          onChange={setQuery}
        />
        <div className="w-40">
          <Select
            label={t('Level')}
            isLabelHidden
            value={level}
            onChange={(next) => setLevel(next as LogLine['level'])}
            options={Object.entries(levelNames()).map(([value, label]) => ({ value, label }))}
          />
        </div>
        <WorkerChoice workerId={workerId} onChange={setWorkerId} />
        {traceId !== '' && (
          <Button size="sm" icon={X} title={traceId} onClick={() => setTraceId('')}>
            {t('One trace only')}
          </Button>
        )}
        <Switch label={t('Follow')} checked={isFollowing} onChange={setIsFollowing} />
        <TakeAway lines={data} />
        <div className="ml-auto">
          <LogLevelSetting />
        </div>
      </div>
      {data ? (
        <Lines lines={data} onClear={isNarrowed ? clear : undefined} onTrace={setTraceId} />
      ) : failure ? (
        <ErrorState title={t('Could not load the log')} text={failure.message} onRetry={() => void reload()} />
      ) : (
        <Skeleton shape="rows" lines={10} label={t('Loading the log')} />
      )}
    </div>
  );
}

function TakeAway({ lines }: { lines: LogLine[] | undefined }) {
  const text = logText(lines ?? []);
  // Secrets were taken out when the lines were written.
  const save = (): void => saveFile(new Blob([`${text}\n`], { type: 'text/plain' }), 'heron-log.txt');
  return (
    <span className="flex flex-wrap items-center gap-1">
      <CopyButton text={text} label={t('Copy the log')} size="md" />
      <IconButton label={t('Save what is shown')} icon={Download} disabled={!lines} onClick={save} />
      <LogFolder />
      <CrashReports />
      <LogReport />
    </span>
  );
}

function WorkerChoice({ workerId, onChange }: { workerId: string; onChange: (workerId: string) => void }) {
  const { workers } = useHeron();
  const list = useStore(workers.state, (state) => state.workers);
  return (
    <div className="w-40">
      <Select
        label={t('Worker')}
        isLabelHidden
        value={workerId}
        onChange={onChange}
        options={[
          { value: '', label: t('All of Heron') },
          ...list.map((each) => ({ value: each.id, label: nameOf(each) })),
        ]}
      />
    </div>
  );
}

interface LinesProps {
  lines: LogLine[];
  /** Absent when nothing narrows what is shown. */
  onClear: (() => void) | undefined;
  onTrace: (traceId: string) => void;
}

function Lines({ lines, onClear, onTrace }: LinesProps) {
  if (lines.length === 0) {
    return (
      <EmptyState
        icon={ScrollText}
        title={onClear ? t('No line matches') : t('Nothing at this level')}
        action={onClear && <Button onClick={onClear}>{t('Clear filters')}</Button>}
      />
    );
  }
  return (
    <VirtualList
      label={t('Log, newest first')}
      items={lines.map((line, index) => ({ line, key: `${line.at}-${lines.length - index}` }))}
      keyOf={({ key }) => key}
      estimateSize={32}
      renderItem={({ line }) => <LogRow line={line} onTrace={onTrace} />}
    />
  );
}
