import { useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { isMany, placesOf } from '../../../contract/plan-place.ts';
import type { Run } from '../../../contract/runs.ts';
import { useHeron } from '../../app/heron-context.ts';
import { countsText, type PlaceState, stateOfPlace } from '../timeline/graph-states.ts';
import { fullTitle, useRowTitles } from '../timeline/row-titles.ts';
import { Scrubber } from '../timeline/scrubber.tsx';
import { createRunTree } from '../timeline/tree-store.ts';
import { useActivity } from '../timeline/use-activity.ts';
import { usePlayhead } from '../timeline/use-playhead.ts';
import { useLength } from '../timeline/use-view.ts';
import type { StepStates } from './step-states.ts';

interface RunInTimeProps {
  run: Run;
  /** How the steps stood at the moment that is shown. */
  onStates: (states: StepStates) => void;
  onEnd: () => void;
}

/** Goes back and forth in the run that is on the canvas. */
export function RunInTime({ run, onStates, onEnd }: RunInTimeProps) {
  const { engine } = useHeron();
  const [tree] = useState(() => createRunTree({ ...engine, runId: run.id, plan: run.plan }));
  useEffect(() => tree.follow(), [tree]);
  const ids = useMemo(() => idsOf(run), [run]);
  useEffect(() => tree.show(ids.filter((place) => !isMany(run.plan, place))), [tree, ids, run.plan]);
  useStore(tree.state, ({ version }) => version);
  const lengthMs = useLength(run);
  const playhead = usePlayhead(run.id, run.createdAt, lengthMs);
  const { at = lengthMs } = playhead;
  const scenario = run.workflow?.scenario;
  const { data: activity } = useActivity(run.id, run.endedAt);
  const share = at / Math.max(1, activity ? activity.to - activity.from : lengthMs);
  const moment = { plan: run.plan, taskOf: tree.taskOf, activity, at: run.createdAt + at, share };
  // As a text, so that the canvas is drawn anew only when a step has another state.
  const said = JSON.stringify(ids.map((place) => [place, stateOfPlace(moment, place)]));
  useEffect(() => {
    const states = new Map(JSON.parse(said) as [string, PlaceState][]);
    onStates({
      of: (place) => states.get(place)?.step,
      progressOf: (place) => {
        const { counts } = states.get(place) ?? {};
        return counts && counts.begun > 0 ? countsText(counts) : undefined;
      },
      isPinned: (place) => scenario?.pinned.includes(place) === true,
    });
  }, [said, onStates, scenario]);
  const titleOf = useRowTitles(run.plan, scenario?.pinned);
  return (
    <Scrubber
      {...{ lengthMs }}
      runId={run.id}
      zero={run.createdAt}
      endedAt={run.endedAt}
      playhead={{ ...playhead, setOn: (isOn) => (isOn ? playhead.setOn(true) : onEnd()) }}
      titleAt={(path) => fullTitle(path, titleOf)}
    />
  );
}

/** A step that was done alone stands among values, which say nothing of the steps they stand for. */
function idsOf({ plan, workflow }: Run): string[] {
  const part = workflow?.part;
  return part && 'only' in part ? [part.only] : placesOf(plan.tasks);
}
