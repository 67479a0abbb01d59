import { SearchX } from 'lucide-react';
import { type ReactNode, type RefObject, useCallback, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { Run } from '../../../contract/runs.ts';
import { useSettledText } from '../../app/use-settled-text.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { isUnderWay } from '../runs/summaries.ts';
import { AxisHeader } from './axis-header.tsx';
import { KeysDialog } from './keys-dialog.tsx';
import { OverviewStrip } from './overview-strip.tsx';
import { fullTitle, type TitleOf, useRowTitles } from './row-titles.ts';
import { type Found, isSearching, type Search, useFound } from './search.ts';
import { placeOfKey, rowAt, type RowSource, type TreeRow } from './tree.ts';
import type { RunTree } from './tree-store.ts';
import type { RunActivity } from './use-activity.ts';
import { useFollow } from './use-follow.ts';
import { useReveal, type Wish } from './use-reveal.ts';
import { useSize } from '../../ui/use-size.ts';
import type { View } from './use-view.ts';
import { useWaterfallKeys } from './use-waterfall-keys.ts';
import { type RowsHandle, useIsStacked, WaterfallRows } from './waterfall-rows.tsx';
import { WaterfallTools } from './waterfall-tools.tsx';
import { plural, t } from '../../../words/words.ts';

export interface WaterfallProps {
  run: Run;
  tree: RunTree;
  view: View;
  lengthMs: number;
  activity: RunActivity | undefined;
  playhead: number | undefined;
  isFollowing: boolean;
  onFollow: (isFollowing: boolean) => void;
  selectedPath: string | undefined;
  onSelect: (path: string | undefined) => void;
  /** The step to be found in the tree, anew with each wish. */
  wish: Wish | undefined;
}

/** Every step of a run as a tree, and beside it when it did what. */
export function Waterfall(props: WaterfallProps) {
  const { run, tree, view, playhead, isFollowing, onFollow } = props;
  const { root, version, isRead, failure } = useStore(tree.state);
  const [hasKeys, setHasKeys] = useState(false);
  const searching = useSearching(run, version, props.wish);
  const { search, setSearch, found, clear } = searching;
  const frame = useRef<HTMLDivElement>(null);
  const handle = useRef<RowsHandle>(null);
  const isLive = isUnderWay(run.status);
  const ownTitle = useRowTitles(run.plan, run.workflow?.scenario?.pinned);
  useFollow(run.id, tree, handle, isLive && isFollowing && !found && playhead === undefined);
  useReveal(found ? undefined : props.wish, root, handle);
  const actions = useMemo(
    () => ({
      ...{ view, openAll: tree.openPlan, closeAll: tree.closeAll },
      follow: () => onFollow(!isFollowing),
      search: () => frame.current?.querySelector<HTMLElement>('input[type=search]')?.focus(),
      showKeys: () => setHasKeys(true),
    }),
    [view, tree, isFollowing, onFollow],
  );
  useWaterfallKeys(actions);
  const { labelWidth, right } = useColumns(frame);
  return (
    <div ref={frame} className="flex min-h-0 min-w-0 flex-1 flex-col">
      <WaterfallTools {...{ search, actions, isLive, isFollowing }} onSearch={setSearch} />
      <OverviewStrip activity={props.activity} left={labelWidth} {...{ view, right, playhead }} />
      <AxisHeader left={labelWidth} {...{ view, right, playhead }} />
      {found && <FoundBar found={found} />}
      {failure && isRead && <Stale text={failure.message} onRetry={tree.retry} />}
      <Content failure={isRead ? undefined : failure?.message} onRetry={tree.retry} search={found} onClear={clear}>
        <Rows {...{ ...props, root, labelWidth, handle, ownTitle, found }} />
      </Content>
      <KeysDialog isOpen={hasKeys} onOpenChange={setHasKeys} />
    </div>
  );
}

/** `found` is undefined while nothing is searched for. */
function useSearching(run: Run, version: number, wish: Wish | undefined) {
  const [own, setOwn] = useState({ search: noSearch, wish });
  // Who wants to see a step in the tree is done with the search that found it.
  const search = own.wish === wish ? own.search : noSearch;
  const setSearch = useCallback((next: Search): void => setOwn({ search: next, wish }), [wish]);
  const text = useSettledText(search.text);
  const isOn = isSearching({ ...search, text });
  const again = isOn && isUnderWay(run.status) ? Math.floor(version / 4) : 0;
  const found = useFound(run.id, run.plan, { ...search, text }, again);
  return { search, setSearch, found: isOn ? found : undefined, clear: () => setSearch(noSearch) };
}

/** Where the words end and the bars begin. */
function useColumns(frame: RefObject<HTMLElement | null>): { labelWidth: number; right: number } {
  const { width } = useSize(frame);
  const isStacked = useIsStacked();
  if (isStacked) return { labelWidth: 12, right: 12 };
  return { labelWidth: Math.round(Math.min(440, Math.max(220, width * 0.36))), right: 0 };
}

const noSearch: Search = { text: '', groups: [] };

function FoundBar({ found: { paths, hasMore, isRead } }: { found: Found }) {
  if (!isRead || paths.length === 0) return null;
  return (
    <Notice shape="bar">
      {hasMore
        ? t('The first {{count}} steps that match', { count: paths.length })
        : plural(paths.length, { one: '1 step', other: '{{count}} steps' })}
    </Notice>
  );
}

function Stale({ text, onRetry }: { text: string; onRetry: () => void }) {
  return (
    <Notice
      shape="bar"
      tone="warning"
      action={
        <Button size="sm" onClick={onRetry}>
          {t('Try again')}
        </Button>
      }
    >
      {t('Some of this may be out of date: {{text}}', { text })}
    </Notice>
  );
}

interface ContentProps {
  failure: string | undefined;
  onRetry: () => void;
  search: Found | undefined;
  onClear: () => void;
  children: ReactNode;
}

function Content({ failure, onRetry, search, onClear, children }: ContentProps) {
  if (failure !== undefined)
    return <ErrorState title={t('Could not load the steps')} text={failure} onRetry={onRetry} />;
  if (search?.failure && !search.isRead) {
    return <ErrorState title={t('Could not search the run')} text={search.failure.message} />;
  }
  if (search && !search.isRead) return <Skeleton shape="rows" lines={6} label={t('Searching')} />;
  if (search && search.paths.length === 0) {
    return (
      <EmptyState
        icon={SearchX}
        title={t('No steps match')}
        text={t('Names, paths and errors were looked through, of all steps.')}
        action={<Button onClick={onClear}>{t('Show all steps')}</Button>}
      />
    );
  }
  return children;
}

type RowsProps = WaterfallProps & {
  root: Parameters<typeof rowAt>[0];
  labelWidth: number;
  handle: RefObject<RowsHandle | null>;
  ownTitle: TitleOf;
  found: Found | undefined;
};

function Rows({ run, tree, view, root, labelWidth, handle, ownTitle, found, ...rest }: RowsProps) {
  const { lengthMs, playhead, selectedPath, onSelect } = rest;
  const source = useMemo(
    () => (found ? foundRows(found) : { count: root.size, rowAt: (place: number) => rowAt(root, place) }),
    [found, root],
  );
  const titleOf = useCallback<TitleOf>(
    (row) =>
      found && row.part === undefined ? { title: fullTitle(row.path, ownTitle), id: undefined } : ownTitle(row),
    [found, ownTitle],
  );
  const show = useCallback(
    (paths: string[]) => {
      tree.show(paths);
      if (found?.hasMore && paths.at(-1) === found.paths.at(-1)) found.readMore();
    },
    [tree, found],
  );
  const isFlat = found !== undefined;
  return (
    <WaterfallRows
      {...{ source, titleOf, view, playhead, labelWidth, handle }}
      label={isFlat ? t('Steps found') : t('Steps of the run')}
      taskOf={tree.taskOf}
      onShow={show}
      zero={run.createdAt}
      now={run.createdAt + lengthMs}
      selectedKey={selectedPath}
      hasInside={isFlat ? never : tree.hasInside}
      isOpen={isFlat ? never : tree.isOpen}
      setOpen={isFlat ? nothing : tree.setOpen}
      onSelect={(row) => row.part === undefined && onSelect(row.path)}
      placeOf={(key) => (found ? found.paths.indexOf(key) : placeOfKey(root, key))}
    />
  );
}

const never = (): boolean => false;
const nothing = (): void => undefined;

function foundRows({ paths }: Found): RowSource {
  const count = paths.length;
  const at = (index: number): TreeRow => {
    const path = paths[index] ?? '';
    return { key: path, path, part: undefined, depth: 0, index, count, parentKey: '' };
  };
  return { count, rowAt: at };
}
