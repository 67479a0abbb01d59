import type { AnyEvent, EventFilter } from '../../../contract/events.ts';
import { t } from '../../../words/words.ts';

export type Topic = 'run' | 'task' | 'permission' | 'message' | 'plan' | 'worker' | 'setting';

/** `text` is looked for in what is loaded; everything else the engine filters. */
export type TimelineFilter = { topics: Topic[]; runId?: string; workerId?: string; text: string };

export const noFilter: TimelineFilter = { topics: [], text: '' };

export const topics = (): Record<Topic, { label: string; nouns: string[] }> => ({
  run: { label: t('Runs'), nouns: ['run', 'process', 'bundle'] },
  task: { label: t('Tasks'), nouns: ['task'] },
  permission: { label: t('Permissions'), nouns: ['permission', 'elevation'] },
  message: { label: t('Messages'), nouns: ['message', 'conversation', 'voice', 'eyes'] },
  plan: { label: t('Plans'), nouns: ['plan', 'planner'] },
  worker: { label: t('Workers'), nouns: ['worker', 'host'] },
  setting: { label: t('Settings'), nouns: ['settings', 'models', 'model', 'secret', 'vault', 'history', 'prompt'] },
});

export const topicNames = () => Object.keys(topics()) as Topic[];

export function topicOf(event: AnyEvent): Topic {
  const noun = event.type.slice(0, event.type.indexOf('.'));
  return topicNames().find((topic) => topics()[topic].nouns.includes(noun)) ?? 'setting';
}

/** The part of the filter the engine understands. */
export function engineFilter({ topics: chosen, runId, workerId }: TimelineFilter): EventFilter {
  const types = chosen.flatMap((topic) => topics()[topic].nouns.map((noun) => `${noun}.*`));
  const scope = { ...(runId ? { runId } : {}), ...(workerId ? { workerId } : {}) };
  return { ...(types.length > 0 ? { types } : {}), ...(Object.keys(scope).length > 0 ? { scope } : {}) };
}

/** The same, for an event that has just come. What voice does at the moment is no history: its commands are. */
export function passesEngine(event: AnyEvent, filter: TimelineFilter): boolean {
  if (event.seq === undefined && event.type.startsWith('voice.')) return false;
  return (
    (filter.topics.length === 0 || filter.topics.includes(topicOf(event))) &&
    (filter.runId === undefined || event.scope.runId === filter.runId) &&
    (filter.workerId === undefined || event.scope.workerId === filter.workerId)
  );
}

/** Text is compared without regard to case, with all an event holds. */
export function passesText(event: AnyEvent, text: string): boolean {
  const wanted = text.trim().toLowerCase();
  return wanted === '' || searchText(event).includes(wanted);
}

const searchTexts = new WeakMap<AnyEvent, string>();

function searchText(event: AnyEvent): string {
  const known = searchTexts.get(event);
  if (known !== undefined) return known;
  const made = `${event.type} ${JSON.stringify(event.scope)} ${JSON.stringify(event.payload)}`.toLowerCase();
  searchTexts.set(event, made);
  return made;
}
