import { Pause, Play, SkipBack, SkipForward, StepBack, StepForward } from 'lucide-react';
import type { AnyEvent } from '../../../contract/events.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Select } from '../../ui/select.tsx';
import { Slider } from '../../ui/slider.tsx';
import { describeEvent, type EventNames } from './describe-event.ts';
import { replayMarks } from './replay.ts';
import type { Replay } from './use-replay.ts';

const speeds = [0.5, 1, 2, 4, 16];

interface ReplayControlsProps {
  events: AnyEvent[];
  names: EventNames;
  replay: Replay;
}

export function ReplayControls({ events, names, replay }: ReplayControlsProps) {
  const { position, isPlaying, speed, moveTo, setIsPlaying, setSpeed } = replay;
  const last = events[position - 1];
  const place = `Event ${position} of ${events.length}`;
  return (
    <section aria-label="Replay" className="shrink-0 space-y-1 border-t bg-raised px-4 py-2.5">
      <Slider
        label="Position in the run"
        value={position}
        onChange={moveTo}
        max={events.length}
        valueText={last ? `${place}: ${describeEvent(last, names)}` : 'Before the first event'}
        marks={replayMarks(events)}
      />
      <div className="flex flex-wrap items-center gap-1">
        <IconButton label="To the beginning" icon={SkipBack} disabled={position === 0} onClick={() => moveTo(0)} />
        <IconButton
          label="One event back"
          icon={StepBack}
          disabled={position === 0}
          onClick={() => moveTo(position - 1)}
        />
        <IconButton
          label={isPlaying ? 'Pause' : 'Play'}
          variant="primary"
          size="lg"
          icon={isPlaying ? Pause : Play}
          onClick={() => setIsPlaying(!isPlaying)}
        />
        <IconButton
          label="One event on"
          icon={StepForward}
          disabled={position === events.length}
          onClick={() => moveTo(position + 1)}
        />
        <IconButton
          label="To the end"
          icon={SkipForward}
          disabled={position === events.length}
          onClick={() => moveTo(events.length)}
        />
        <p className="min-w-0 flex-1 truncate px-2 text-xs text-muted tabular-nums">{place}</p>
        <div className="w-20">
          <Select
            label="Speed"
            isLabelHidden
            value={String(speed)}
            onChange={(next) => setSpeed(Number(next))}
            options={speeds.map((each) => ({ value: String(each), label: `${each}×` }))}
          />
        </div>
      </div>
    </section>
  );
}
