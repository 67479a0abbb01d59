import { Flag, Pause, Play, SkipBack, SkipForward, StepBack, StepForward, X } from 'lucide-react';
import { type KeyboardEvent, memo, useCallback, useEffect, useMemo, useState } from 'react';
import type { Moment } from '../../../contract/timeline.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useQuery } from '../../engine/use-query.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Popover } from '../../ui/popover.tsx';
import { Select } from '../../ui/select.tsx';
import { Slider } from '../../ui/slider.tsx';
import { exactTimeText } from '../../ui/time-text.ts';
import { toneText } from '../../ui/tone.ts';
import { VirtualList } from '../../ui/virtual-list.tsx';
import { spanText } from './axis.ts';
import { momentText, momentTone } from './moment-text.ts';
import type { Playhead } from './use-playhead.ts';
import { useScreenKeys } from './use-waterfall-keys.ts';
import { t } from '../../../words/words.ts';

const speeds = [0.25, 0.5, 1, 2, 4, 16];

interface ScrubberProps {
  runId: string;
  zero: number;
  lengthMs: number;
  endedAt: number | undefined;
  playhead: Playhead;
  titleAt: (path: string) => string;
}

/** Goes back and forth in a run's time; all of the screen shows the run as it stood then. */
export function Scrubber({ runId, zero, lengthMs, endedAt, playhead, titleAt }: ScrubberProps) {
  const { at = lengthMs, isPlaying, speed, moveTo, step, setIsPlaying, setSpeed } = playhead;
  const { moments, hasMore } = useMoments(runId, endedAt);
  const here = useMomentAt(runId, zero + Math.round(at));
  useScreenKeys((event) => {
    if (event.shiftKey) return undefined;
    return {
      '[': () => step('previous'),
      ']': () => step('next'),
      k: () => setIsPlaying(!isPlaying),
      Escape: () => playhead.setOn(false),
    }[event.key];
  });
  const marks = useMemo(
    () => moments.slice(0, 150).map((moment) => ({ value: moment.at - zero, tone: momentTone(moment) })),
    [moments, zero],
  );
  const text = here?.moment ? momentText(here.moment, titleAt) : t('Before the first event');
  return (
    <section aria-label={t('Back in time')} className="shrink-0 border-t bg-raised px-4 py-2">
      <div onKeyDownCapture={(event) => stepByArrows(event, step)}>
        <Slider
          label={t('Time of the run')}
          value={Math.round(at)}
          onChange={moveTo}
          max={Math.max(1, Math.round(lengthMs))}
          valueText={`${spanText(at)}: ${text}`}
          marks={marks}
        />
      </div>
      <div className="flex flex-wrap items-center gap-x-1 gap-y-1">
        <MoveButtons at={at} lengthMs={lengthMs} playhead={playhead} />
        <div className="min-w-0 flex-1 px-2 max-sm:order-last max-sm:basis-full">
          <p className="truncate text-sm">{text}</p>
          <p className="text-xs text-muted tabular-nums">
            <span title={exactTimeText(zero + at)}>{spanText(at)}</span>
            {here && ` · event ${here.number.toLocaleString()} of ${here.total.toLocaleString()}`}
          </p>
        </div>
        <MomentList {...{ moments, hasMore, zero, titleAt }} onChoose={(moment) => moveTo(moment.at - zero)} />
        <div className="w-20">
          <SpeedSelect speed={speed} onChange={setSpeed} />
        </div>
        <IconButton label={t('Back to now')} keys="Escape" icon={X} onClick={() => playhead.setOn(false)} />
      </div>
    </section>
  );
}

interface SpeedSelectProps {
  speed: number;
  onChange: (speed: number) => void;
}

const SpeedSelect = memo(function SpeedSelect({ speed, onChange }: SpeedSelectProps) {
  return (
    <Select
      label={t('Speed')}
      isLabelHidden
      value={String(speed)}
      onChange={(next) => onChange(Number(next))}
      options={speeds.map((each) => ({ value: String(each), label: `${each}×` }))}
    />
  );
});

function MoveButtons({ at, lengthMs, playhead }: { at: number; lengthMs: number; playhead: Playhead }) {
  const { isPlaying, moveTo, step, setIsPlaying } = playhead;
  return (
    <>
      <IconButton label={t('To the beginning')} icon={SkipBack} disabled={at <= 0} onClick={() => moveTo(0)} />
      <IconButton
        label={t('One moment back')}
        keys="["
        icon={StepBack}
        disabled={at <= 0}
        onClick={() => step('previous')}
      />
      <IconButton
        label={isPlaying ? t('Pause') : t('Play')}
        keys="K"
        variant="primary"
        size="lg"
        icon={isPlaying ? Pause : Play}
        onClick={() => setIsPlaying(!isPlaying)}
      />
      <IconButton
        label={t('One moment on')}
        keys="]"
        icon={StepForward}
        disabled={at >= lengthMs}
        onClick={() => step('next')}
      />
      <IconButton
        label={t('To the end')}
        icon={SkipForward}
        disabled={at >= lengthMs}
        onClick={() => moveTo(lengthMs)}
      />
    </>
  );
}

function stepByArrows(event: KeyboardEvent, step: Playhead['step']): void {
  const direction = ({ ArrowRight: 'next', ArrowLeft: 'previous' } as const)[event.key];
  if (!direction || event.shiftKey) return;
  event.preventDefault();
  event.stopPropagation();
  step(direction);
}

interface MomentListProps {
  moments: Moment[];
  hasMore: boolean;
  zero: number;
  titleAt: (path: string) => string;
  onChoose: (moment: Moment) => void;
}

function MomentList({ moments, hasMore, zero, titleAt, onChoose }: MomentListProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Popover
      label={t('Moments')}
      side="top"
      align="end"
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      className="flex w-96 flex-col p-0"
      trigger={
        <Button size="sm" variant="ghost" icon={Flag}>
          {t('Moments')}
        </Button>
      }
    >
      <VirtualList
        label={t('Moments')}
        className="h-80"
        items={moments}
        keyOf={({ seq }) => String(seq)}
        estimateSize={36}
        renderItem={(moment) => (
          <button
            type="button"
            data-row
            onClick={() => {
              onChoose(moment);
              setIsOpen(false);
            }}
            className="flex min-h-9 w-full items-center gap-3 px-3 text-left text-xs hover:bg-hover focus-visible:-outline-offset-2"
          >
            <span className="w-14 shrink-0 text-muted tabular-nums">{spanText(moment.at - zero)}</span>
            <Flag aria-hidden size={12} className={classNames('shrink-0', toneText[momentTone(moment)])} />
            <span className="line-clamp-2 min-w-0 break-words">{momentText(moment, titleAt)}</span>
          </button>
        )}
      />
      {hasMore && (
        <p className="border-t px-3 py-2 text-xs text-muted">
          {t('These are the first {{moments}}.', { moments: moments.length })}
        </p>
      )}
    </Popover>
  );
}

const none = { moments: [], hasMore: false };

function useMoments(runId: string, endedAt: number | undefined): { moments: Moment[]; hasMore: boolean } {
  const { engine } = useHeron();
  const load = useCallback(() => engine.client.timeline.moments({ runId }), [engine, runId]);
  const { data, reload } = useQuery(engine.state, load);
  useEffect(() => {
    if (endedAt !== undefined) void reload();
  }, [reload, endedAt]);
  return data ?? none;
}

/** Asked once the hand rests, and now and then while it moves. */
function useMomentAt(runId: string, at: number) {
  const { engine } = useHeron();
  const settled = useThrottled(at, 120);
  const load = useCallback(() => engine.client.timeline.moment({ runId, at: settled }), [engine, runId, settled]);
  return useQuery(engine.state, load).data;
}

function useThrottled(value: number, everyMs: number): number {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), everyMs);
    return () => clearTimeout(timer);
  }, [value, everyMs]);
  return settled;
}
