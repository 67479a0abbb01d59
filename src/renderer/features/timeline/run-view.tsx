import { ChartGantt, Files, List, Network, Route } from 'lucide-react';
import { memo, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { Run } from '../../../contract/runs.ts';
import type { RunTab } from '../../app/route.ts';
import { useHeron } from '../../app/heron-context.ts';
import { navigate } from '../../app/use-route.ts';
import { onReconnect } from '../../engine/on-reconnect.ts';
import { DetailSplit } from '../../ui/detail-split.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useMedia } from '../../ui/use-media.ts';
import type { TaskProgress } from '../runs/store.ts';
import { isUnderWay } from '../runs/summaries.ts';
import { useRun } from '../runs/use-run.ts';
import { PlanGraph } from './plan-graph.tsx';
import { fullTitle, useRowTitles } from './row-titles.ts';
import { RunBar } from './run-bar.tsx';
import { RunEvents } from './run-events.tsx';
import { RunFiles } from './run-files.tsx';
import { RunTabs } from './run-tabs.tsx';
import { RunTrace } from './run-trace.tsx';
import { Scrubber } from './scrubber.tsx';
import { TaskPane } from './task-pane.tsx';
import { createRunTree, type RunTree } from './tree-store.ts';
import { useActivity } from './use-activity.ts';
import { type Playhead, usePlayhead } from './use-playhead.ts';
import type { Wish } from './use-reveal.ts';
import { useLength, useView } from './use-view.ts';
import { useScreenKeys } from './use-waterfall-keys.ts';
import { Waterfall } from './waterfall.tsx';
import { t } from '../../../words/words.ts';

const tabs = () =>
  [
    { id: 'waterfall', label: t('Waterfall'), icon: ChartGantt },
    { id: 'graph', label: t('Graph'), icon: Network },
    { id: 'files', label: t('Files'), icon: Files },
    { id: 'trace', label: t('Trace'), icon: Route },
    { id: 'events', label: t('Events'), icon: List },
  ] as const;

/** One run: its steps over time, its plan as a picture, what it did to files, what was done for it, and its events. */
export function RunView({ runId, tab }: { runId: string; tab: RunTab }) {
  const { runs } = useHeron();
  const { entry } = useRun(runId);
  if (entry?.run) return <Loaded run={entry.run} progress={entry.progress} tab={tab} />;
  if (entry?.failure) {
    return (
      <ErrorState
        title={t('Could not load the run')}
        text={entry.failure.message}
        onRetry={() => void runs.read(runId)}
      />
    );
  }
  return <Skeleton shape="rows" lines={10} label={t('Loading the run')} />;
}

function Loaded({ run, progress, tab }: { run: Run; progress: Record<string, TaskProgress>; tab: RunTab }) {
  const tree = useRunTree(run);
  const lengthMs = useLength(run);
  const playhead = usePlayhead(run.id, run.createdAt, lengthMs);
  useScreenKeys((event) => (event.key === 'r' && !event.shiftKey ? () => playhead.setOn(!playhead.isOn) : undefined));
  const isTimed = tab === 'waterfall' || tab === 'graph';
  return (
    <>
      <RunBar run={run} isBack={playhead.isOn} onBack={isTimed ? playhead.setOn : undefined} />
      <Tabs runId={run.id} tab={tab} />
      <Panel {...{ run, progress, tab, tree, lengthMs, playhead }} />
    </>
  );
}

const Tabs = memo(function Tabs({ runId, tab }: { runId: string; tab: RunTab }) {
  return (
    <RunTabs
      label={t('Parts of the run')}
      tabs={tabs()}
      value={tab}
      onChange={(next) => navigate({ screen: 'timeline', runId, tab: next })}
    />
  );
});

type PanelProps = {
  run: Run;
  progress: Record<string, TaskProgress>;
  tab: RunTab;
  tree: RunTree;
  lengthMs: number;
  playhead: Playhead;
};

function Panel({ run, progress, tab, tree, lengthMs, playhead }: PanelProps) {
  const [selectedPath, setSelectedPath] = useState<string>();
  const [isFollowing, setIsFollowing] = useState(false);
  const [wish, setWish] = useState<Wish>();
  const isAlone = useMedia('(width < 64rem)');
  const version = useStore(tree.state, (state) => state.version);
  const isLive = isUnderWay(run.status);
  const view = useView(lengthMs, isLive, isLive && isFollowing);
  const { data: activity } = useActivity(run.id, run.endedAt);
  const titleOf = useRowTitles(run.plan, run.workflow?.scenario?.pinned);
  const showInTree = (path: string): void => {
    tree.openTo(path);
    setWish({ path });
    setIsFollowing(false);
    if (isAlone) setSelectedPath(undefined);
    if (tab !== 'waterfall') navigate({ screen: 'timeline', runId: run.id, tab: 'waterfall' });
  };
  if (tab === 'files') return <RunFiles run={run} />;
  if (tab === 'trace') return <RunTrace run={run} />;
  if (tab === 'events') return <RunEvents runId={run.id} />;
  const at = playhead.at;
  return (
    <DetailSplit
      detailTitle={t('Step')}
      detail={
        selectedPath === undefined ? undefined : (
          <TaskPane
            key={selectedPath}
            {...{ run, version, titleOf }}
            path={selectedPath}
            progress={progress[selectedPath]}
            onShowInTree={() => showInTree(selectedPath)}
          />
        )
      }
      onClose={() => setSelectedPath(undefined)}
    >
      {tab === 'graph' ? (
        <PlanGraph {...{ run, tree, activity, lengthMs, selectedPath }} playhead={at} onSelect={setSelectedPath} />
      ) : (
        <Waterfall
          {...{ run, tree, view, lengthMs, activity, selectedPath, isFollowing, wish }}
          playhead={at}
          onFollow={setIsFollowing}
          onSelect={setSelectedPath}
        />
      )}
      {playhead.isOn && (
        <Scrubber
          {...{ lengthMs, playhead }}
          runId={run.id}
          zero={run.createdAt}
          endedAt={run.endedAt}
          titleAt={(path) => fullTitle(path, titleOf)}
        />
      )}
    </DetailSplit>
  );
}

/** One tree for a run as long as it is looked at; its plan never changes. */
function useRunTree({ id: runId, plan }: Run): RunTree {
  const { engine } = useHeron();
  const [tree] = useState(() => createRunTree({ ...engine, runId, plan }));
  useEffect(() => tree.follow(), [tree]);
  useEffect(() => onReconnect(engine.state, tree.retry), [engine, tree]);
  return tree;
}
