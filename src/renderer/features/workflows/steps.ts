import {
  Archive,
  Blocks,
  Bot,
  Braces,
  BrushCleaning,
  Cable,
  ChartColumn,
  Clock,
  CodeXml,
  Database,
  Eye,
  FileText,
  Fingerprint,
  FlaskConical,
  FolderOpen,
  FolderSync,
  GitBranch,
  Globe,
  Group,
  type LucideIcon,
  Merge,
  MessageSquareText,
  Network,
  RefreshCw,
  Repeat2,
  ScrollText,
  Search,
  Split,
  SquareTerminal,
  StickyNote,
  Table2,
  Timer,
  Type,
  UserCheck,
  Waypoints,
  Webhook,
} from 'lucide-react';
import { type Task, whatOf } from '../../../contract/plan-task.ts';
import type { TriggerStart } from '../../../contract/workflow-triggers.ts';
import { durationText } from '../../ui/time-text.ts';
import { isBlank } from './document/edit.ts';
import type { Catalogue, CatalogueAction } from './catalogue.ts';
import { plural, t } from '../../../words/words.ts';

/** Something that can be added: a step, a trigger or a note. */
export type PaletteStep = {
  id: string;
  title: string;
  text: string;
  icon: LucideIcon;
  /** More words to find it by. */
  keywords: string;
  /** Absent for a note, and for a trigger. */
  task?: Task;
  /** Of a trigger: what it would like to be called, and what starts it. */
  starts?: { name: string; start: TriggerStart };
};

const nothing: Task = { id: 'nothing', value: null };

/** What the plan language has besides actions. */
export const controlSteps = (): readonly PaletteStep[] => [...waysThrough(), ...ownSteps()];

const waysThrough = (): readonly PaletteStep[] => [
  {
    ...{
      id: 'if',
      title: t('If'),
      text: t('Goes one way or the other'),
      icon: Split,
      keywords: 'condition branch when',
    },
    task: {
      id: 'choose',
      title: t('If'),
      switch: { cases: [{ when: 'true', tasks: [nothing] }], otherwise: [nothing] },
    },
  },
  {
    ...{
      id: 'switch',
      title: t('Switch'),
      text: t('One of several ways, by a value'),
      icon: Waypoints,
      keywords: 'case choose',
    },
    task: {
      ...{ id: 'choose', title: t('Switch') },
      switch: { on: '{{ "a" }}', cases: ['a', 'b'].map((is) => ({ is, tasks: [nothing] })), otherwise: [nothing] },
    },
  },
  {
    ...{ id: 'for-each', title: t('For each'), text: t('The steps inside, for each item of a list') },
    ...{ icon: Repeat2, keywords: 'loop list items map' },
    task: { id: 'each', title: t('For each'), forEach: { in: [] }, tasks: [nothing] },
  },
  {
    ...{ id: 'repeat', title: t('Repeat'), text: t('The steps inside, until something holds') },
    ...{ icon: RefreshCw, keywords: 'loop while until' },
    task: { id: 'again', title: t('Repeat'), repeat: { max: 3 }, tasks: [nothing] },
  },
  {
    ...{
      id: 'join',
      title: t('Join'),
      text: t('Goes on when one, some or all are done'),
      icon: Merge,
      keywords: 'merge any all',
    },
    task: { id: 'join', title: t('Join'), join: 'all', value: {} },
  },
];

const ownSteps = (): readonly PaletteStep[] => [
  {
    ...{
      id: 'wait',
      title: t('Wait'),
      text: t('For a while, or until a moment'),
      icon: Timer,
      keywords: 'sleep delay pause',
    },
    task: { id: 'wait', title: t('Wait'), wait: { forMs: 60_000 } },
  },
  {
    ...{
      id: 'approval',
      title: t('Approval'),
      text: t('Asks you before it goes on'),
      icon: UserCheck,
      keywords: 'ask person',
    },
    task: { id: 'approve', title: t('Approval'), wait: { approval: { text: t('Go on?') } } },
  },
  {
    ...{ id: 'sub-workflow', title: t('Sub-workflow'), text: t('Another workflow, or a template') },
    ...{ icon: Blocks, keywords: 'template call plan execute workflow' },
    task: { id: 'use', title: t('Sub-workflow'), template: { name: 'pack-and-hash', input: {} } },
  },
  {
    ...{
      id: 'value',
      title: t('Value'),
      text: t('Works something out, with no worker'),
      icon: Braces,
      keywords: 'set expression',
    },
    task: { id: 'value', title: t('Value'), value: '' },
  },
  {
    ...{ id: 'ask', title: t('Ask a model'), text: t('A model answers a prompt, and calls nothing') },
    ...{ icon: MessageSquareText, keywords: 'model prompt llm ai ask write summarise' },
    task: { id: 'ask', title: t('Ask a model'), agent: { goal: t('Say what is asked'), tools: [], mostSteps: 1 } },
  },
  {
    ...{ id: 'agent', title: t('Agent'), text: t('A model works towards a goal, step by step') },
    ...{ icon: Bot, keywords: 'model ai goal think tools' },
    task: { id: 'agent', title: t('Agent'), agent: { goal: t('Say what is to be reached') } },
  },
  {
    ...{
      id: 'group',
      title: t('Group'),
      text: t('Steps that belong together'),
      icon: Group,
      keywords: 'box block sub-plan',
    },
    task: { id: 'group', title: t('Group'), tasks: [nothing] },
  },
  { id: 'note', title: t('Note'), text: t('Words on the canvas'), icon: StickyNote, keywords: 'comment text' },
];

const workerIcons: Record<string, LucideIcon> = {
  api: Cable,
  archive: Archive,
  chart: ChartColumn,
  checksum: Fingerprint,
  cleanup: BrushCleaning,
  clock: Clock,
  code: CodeXml,
  data: Table2,
  database: Database,
  files: FolderOpen,
  git: GitBranch,
  log: ScrollText,
  markdown: FileText,
  network: Network,
  process: SquareTerminal,
  sync: FolderSync,
  test: FlaskConical,
  text: Type,
  watch: Eye,
  'web-fetch': Globe,
  'web-search': Search,
};

export function iconOfWorker(workerId: string): LucideIcon {
  return workerIcons[workerId] ?? Blocks;
}

export function stepOf({ ref, workerId, workerName, action }: CatalogueAction): PaletteStep {
  const name = ref.slice(workerId.length + 1);
  return {
    ...{ id: ref, title: action.title, text: workerName, icon: iconOfWorker(workerId) },
    keywords: `${ref} ${action.description}`,
    task: { id: name, action: ref, input: {} },
  };
}

export type StepGroup = { heading: string; steps: PaletteStep[] };

export type StepGroups = { triggers: readonly PaletteStep[]; favourites: readonly string[] };

/** Everything that can be added; what somebody marked stands first. */
export function stepGroups(catalogue: Catalogue, { triggers, favourites }: StepGroups): StepGroup[] {
  const groups = [
    { heading: t('Flow'), steps: [...controlSteps()] },
    ...catalogue.workers.map(({ name, actions }) => ({ heading: name, steps: actions.map(stepOf) })),
    // Few workflows have more than one, and most none.
    { heading: t('Triggers'), steps: [...triggers] },
  ];
  const all = new Map(groups.flatMap(({ steps }) => steps.map((step) => [step.id, step] as const)));
  const marked = favourites.flatMap((id) => all.get(id) ?? []);
  return marked.length > 0 ? [{ heading: t('Favourites'), steps: marked }, ...groups] : groups;
}

/** Each word that is looked for must be somewhere in a step's own. */
export function searchSteps(groups: readonly StepGroup[], text: string): StepGroup[] {
  const wanted = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return [...groups];
  return groups.flatMap(({ heading, steps }) => {
    const found = steps.filter((step) => {
      const all = `${heading} ${step.title} ${step.text} ${step.keywords}`.toLowerCase();
      return wanted.every((word) => all.includes(word));
    });
    return found.length > 0 ? [{ heading, steps: found }] : [];
  });
}

export function iconOf(task: Task): LucideIcon {
  if (task.action !== undefined) return iconOfWorker(task.action.slice(0, task.action.indexOf('.')));
  if (task.switch) return task.switch.on === undefined ? Split : Waypoints;
  if (task.wait) return 'approval' in task.wait ? UserCheck : 'webhook' in task.wait ? Webhook : Timer;
  if (task.template) return Blocks;
  if (task.agent) return Bot;
  if (task.forEach) return Repeat2;
  if (task.repeat) return RefreshCw;
  if (task.tasks) return Group;
  return task.join === undefined ? Braces : Merge;
}

export function titleOfStep(task: Task, catalogue: Catalogue): string {
  if (isBlank(task)) return t('Nothing yet');
  return task.title ?? catalogue.action(task.action)?.action.title ?? task.id;
}

/** Its second line: who does it, and what is said of how. */
export function aboutStep(task: Task, catalogue: Catalogue): string {
  if (isBlank(task)) return t('Drop a step here');
  const found = catalogue.action(task.action);
  const { forEach, repeat, when, retry, onError, join } = task;
  return [
    found ? found.workerName : task.wait ? waitWords(task.wait) : whatOf(task),
    ...(forEach ? [t('for each {{item}}', { item: forEach.as ?? t('item') })] : []),
    ...(repeat ? [plural(repeat.max, { one: 'at most once', other: 'at most {{count}} times' })] : []),
    ...(when === undefined ? [] : [t('if')]),
    ...(retry && retry.attempts > 1 ? [plural(retry.attempts, { one: '1 attempt', other: '{{count}} attempts' })] : []),
    ...(onError === undefined || onError === 'abort' ? [] : [t('failures caught')]),
    ...(join === undefined || join === 'all' ? [] : [typeof join === 'string' ? join : `${join.count}`]),
  ].join(' · ');
}

function waitWords(wait: NonNullable<Task['wait']>): string {
  if ('forMs' in wait) return t('for {{time}}', { time: durationText(wait.forMs) });
  if ('until' in wait) return t('until a moment');
  if ('event' in wait) return t('for {{event}}', { event: wait.event.type });
  return 'webhook' in wait ? t('for a call') : t('for your word');
}
