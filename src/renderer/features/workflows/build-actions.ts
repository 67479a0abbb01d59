import type { CanvasPoint } from '../../../contract/canvas.ts';
import type { Task } from '../../../contract/plan-task.ts';
import type { WorkflowDocument } from '../../../contract/workflows.ts';
import type { Builder } from './builder-store.ts';
import type { Catalogue } from './catalogue.ts';
import { copyText, duplicateTasks, type Pasted, pasteText } from './document/clipboard.ts';
import { addTask, connect, disconnect, isBlank, removeTasks, whyNotAfter, withPositions } from './document/edit.ts';
import {
  addFrame,
  changeFrame,
  frameAt,
  frameAround,
  frameOfPlace,
  putInFrame,
  removeFrames,
} from './document/frames.ts';
import { downstreamOf, leadThrough } from './document/insert.ts';
import { addNote, removeNotes } from './document/notes.ts';
import { listOf, taskAt, tasksIn, withTask } from './document/place.ts';
import { addTrigger, removeTriggers, triggerOfPlace } from './document/triggers.ts';
import { fieldOfPort, noteNodeId, noteOfNode, pointAfter, pointForTrigger, withTidyTriggers } from './flow-nodes.ts';
import type { FlowEdge } from './flow-edges.ts';
import { positionsOf, sizeOfBlock, tidyPositions } from './positions.ts';
import { frameUnder } from './frames/frame-nodes.ts';
import { headHeight } from './node-rows.ts';
import { gap } from '../plan-graph/layout.ts';
import { bestMapping, inputPorts } from './ports.ts';
import type { PaletteStep } from './steps.ts';
import { t } from '../../../words/words.ts';

/** What a person does to a workflow, whether with the pointer or the keys. */
export type BuildActions = ReturnType<typeof createBuildActions>;

export type Where = {
  /** The list it goes to; without it that of the step it comes after, or the plan's own. */
  list?: string;
  /** It waits for this step, and takes what suits it. */
  after?: string | undefined;
  at?: CanvasPoint;
};

export function createBuildActions(builder: Builder, catalogue: Catalogue) {
  return {
    ...addingActions(builder, catalogue),
    ...insertingActions(builder, catalogue),
    ...connectingActions(builder, catalogue),
    ...clipboardActions(builder),
    ...framingActions(builder),
    tidy: (): void =>
      builder.edit((document) => {
        const arranged = withPositions(document, Object.fromEntries(tidyPositions(document, catalogue)));
        return withTidyTriggers(arranged, catalogue);
      }),
    sizeOf: (place: string): { width: number; height: number } => {
      const task = taskAt(builder.document(), place);
      return task ? sizeOfBlock(task, catalogue) : { width: 0, height: 0 };
    },
    all: (): string[] => tasksIn(builder.document(), '').map(({ id }) => id),
  };
}

function addingActions(builder: Builder, catalogue: Catalogue) {
  function addNoteAt(at: CanvasPoint | undefined): void {
    let id = '';
    builder.edit((document) => {
      const added = addNote(document, at ?? pointAfter(document, catalogue, undefined));
      id = added.id;
      return added.document;
    });
    builder.select([noteNodeId(id)]);
  }
  function addTriggerAt(starts: NonNullable<PaletteStep['starts']>, at: CanvasPoint | undefined): void {
    let place = '';
    builder.edit((document) => {
      const added = addTrigger(document, starts, at ?? pointForTrigger(document, catalogue));
      place = added.place;
      return added.document;
    });
    builder.select([place]);
  }
  return {
    addNote: addNoteAt,
    add: (step: PaletteStep, { list, after, at }: Where = {}): void => {
      const { task, starts } = step;
      if (starts) return addTriggerAt(starts, at);
      if (!task) return addNoteAt(at);
      let place = '';
      builder.edit((document) => {
        const target = list ?? (after === undefined ? '' : listOf(after));
        const added = addTask(document, target, task, at ?? pointAfter(document, catalogue, after));
        place = added.place;
        const drawn = target === '' ? inFrameThere(added, catalogue) : added.document;
        const before = after === undefined ? undefined : taskAt(added.document, after);
        const follows = after !== undefined && before !== undefined && listOf(after) === target;
        return follows ? joined(drawn, after, place, catalogue) : drawn;
      });
      builder.select([place]);
    },
    remove: (places: readonly string[]): void => {
      const notes = places.flatMap((place) => noteOfNode(place) ?? []);
      const triggers = places.flatMap((place) => triggerOfPlace(place) ?? []);
      const frames = places.flatMap((place) => frameOfPlace(place) ?? []);
      builder.edit((document) => {
        const steps = places.filter((place) => {
          const task = taskAt(document, place);
          return task !== undefined && !(isBlank(task) && listOf(place) !== '');
        });
        const without = removeFrames(removeNotes(document, notes), frames);
        return removeTasks(removeTriggers(without, triggers), steps);
      });
      builder.select([]);
    },
  };
}

function insertingActions(builder: Builder, catalogue: Catalogue) {
  return {
    /** Between two that are connected: what comes after makes room. */
    insert: (step: PaletteStep, edge: FlowEdge): void => {
      const { task } = step;
      if (!task) return;
      let place = '';
      builder.edit((document) => {
        const inserted = insertedAt(document, task, edge, catalogue);
        place = inserted.place;
        return inserted.document;
      });
      builder.select([place]);
    },
  };
}

function insertedAt(
  document: WorkflowDocument,
  task: Task,
  { source, target, targetHandle }: FlowEdge,
  catalogue: Catalogue,
) {
  const list = listOf(target);
  const positions = positionsOf(document, catalogue);
  const at = list === '' ? positions.get(target) : undefined;
  const added = addTask(document, list, task, at);
  let next = joined(added.document, source, added.place, catalogue);
  const isOrder = fieldOfPort(targetHandle) === undefined;
  next = leadThrough(next, { from: source, to: target, isOrder }, added.place);
  const put = taskAt(next, added.place);
  const around = at && frameAround(document, target);
  if (around && frameAround(document, source)?.id === around.id) next = putInFrame(next, [added.place], around.id);
  if (!at || !put) return { document: next, place: added.place };
  const by = sizeOfBlock(put, catalogue).width + gap.x;
  const moved = [...downstreamOf(document, target)].flatMap((id) => {
    const from = positions.get(id);
    return from ? [[id, { x: from.x + by, y: from.y }] as const] : [];
  });
  return { document: withPositions(next, Object.fromEntries(moved)), place: added.place };
}

/** A step that is put where a frame is drawn is in it. */
function inFrameThere({ document, place }: { document: WorkflowDocument; place: string }, catalogue: Catalogue) {
  const at = document.canvas?.positions?.[place];
  const task = taskAt(document, place);
  if (!at || !task) return document;
  const { width } = sizeOfBlock(task, catalogue);
  const under = frameUnder(document, catalogue, { x: at.x + width / 2, y: at.y + headHeight / 2 });
  return under ? putInFrame(document, [place], under.id) : document;
}

function framingActions(builder: Builder) {
  return {
    /** Puts a frame around steps. False where none of them is the plan's own. */
    frame: (places: readonly string[]): boolean => {
      let place: string | undefined;
      builder.edit((document) => {
        const made = addFrame(document, places);
        place = made?.place;
        return made?.document ?? document;
      });
      if (place !== undefined) builder.select([place]);
      return place !== undefined;
    },
    /** Takes the frames away that are named, or that these steps are in; the steps are chosen then. */
    unframe: (places: readonly string[]): void => {
      const document = builder.document();
      const frames = places.flatMap((place) => frameAt(document, place) ?? frameAround(document, place) ?? []);
      if (frames.length === 0) return;
      builder.edit((now) =>
        removeFrames(
          now,
          frames.map(({ id }) => id),
        ),
      );
      builder.select([...new Set(frames.flatMap(({ steps }) => steps))]);
    },
    /** The steps of a frame, and with them the frame. */
    removeFramed: (place: string): void => {
      builder.edit((document) => removeTasks(document, frameAt(document, place)?.steps ?? []));
      builder.select([]);
    },
    fold: (place: string, isFolded: boolean): void =>
      builder.edit((document) =>
        changeFrame(document, frameOfPlace(place) ?? '', ({ isFolded: _, ...frame }) =>
          isFolded ? { ...frame, isFolded } : frame,
        ),
      ),
  };
}

function connectingActions(builder: Builder, catalogue: Catalogue) {
  return {
    /** Why the one cannot follow the other, or give a value to its field. */
    whyNot: (from: string, to: string, field?: string): string | undefined => {
      const document = builder.document();
      const refusal = whyNotAfter(document, from, to);
      if (refusal !== undefined || field === undefined) return refusal;
      const [source, target] = [taskAt(document, from), taskAt(document, to)];
      const port = target && inputPorts(target, catalogue).find(({ name }) => name === field);
      if (!source || !port) return t('There is no field {{field}}', { field });
      const best = bestMapping(source, port, catalogue);
      return 'reason' in best ? best.reason : undefined;
    },
    /** With a field: what suits it best becomes its value. */
    connect: (from: string, to: string, field?: string): void =>
      builder.edit((document) => {
        if (field === undefined) return connect(document, from, to);
        return withMapping(document, from, to, field, catalogue);
      }),
    disconnect: (from: string, to: string): void => builder.edit((document) => disconnect(document, from, to)),
  };
}

function clipboardActions(builder: Builder) {
  function paste(make: (document: WorkflowDocument) => Pasted | undefined): boolean {
    let places: string[] | undefined;
    builder.edit((document) => {
      const pasted = make(document);
      places = pasted?.places;
      return pasted?.document ?? document;
    });
    if (places) builder.select(places);
    return places !== undefined;
  }
  return {
    duplicate: (places: readonly string[]): boolean => paste((document) => duplicateTasks(document, places)),
    copyText: (places: readonly string[]): string | undefined => copyText(builder.document(), places),
    paste: (text: string, list = ''): boolean => paste((document) => pasteText(document, list, text)),
  };
}

/** It comes after the other, and what it must be given is taken from there where something suits. */
function joined(document: WorkflowDocument, from: string, to: string, catalogue: Catalogue): WorkflowDocument {
  const target = taskAt(document, to);
  const missing = target && inputPorts(target, catalogue).find((port) => port.isRequired && !target.input?.[port.name]);
  const source = taskAt(document, from);
  const fits = missing && source && 'expression' in bestMapping(source, missing, catalogue);
  return fits ? withMapping(document, from, to, missing.name, catalogue) : connect(document, from, to);
}

function withMapping(
  document: WorkflowDocument,
  from: string,
  to: string,
  field: string,
  catalogue: Catalogue,
): WorkflowDocument {
  const [source, target] = [taskAt(document, from), taskAt(document, to)];
  const port = target && inputPorts(target, catalogue).find(({ name }) => name === field);
  const best = source && port && bestMapping(source, port, catalogue);
  if (!best || !('expression' in best)) return document;
  return withTask(document, to, (task) => ({ ...task, input: { ...task.input, [field]: best.expression } }));
}
