import { z } from 'zod';
import type { JsonObject } from '../../../contract/json.ts';
import { readTimedSentence } from '../../../contract/time/read-time-words.ts';
import type { ScheduleWork } from '../../../contract/schedules.ts';
import { MissedPolicy, OverlapPolicy, type ScheduleTime } from '../../../contract/time/schedule-time.ts';
import { machineZone } from '../../base/machine-zone.ts';
import { printableLine } from '../../base/printable.ts';
import type { EngineClient } from '../../gateway/engine-router.ts';
import { exitCode } from '../exit-code.ts';
import { readField } from '../read-field.ts';
import { timeText } from '../table.ts';
import { UsageError } from '../usage-error.ts';
import { type CommandParts, withEngine } from './command.ts';
import { readPollTime } from './read-poll-time.ts';

export type AddScheduleOptions = {
  workflow?: string;
  template?: string;
  heartbeat?: boolean;
  between?: string;
  always?: boolean;
  results: string;
  input: string[];
  poll?: string;
  ask: string[];
  items?: string;
  key?: string;
  every?: string;
  title?: string;
  missed: string;
  overlap: string;
  json?: boolean;
};

/** `heron schedules add <sentence>` */
export function addSchedule(
  { terminal, openEngine }: CommandParts,
  sentence: string,
  { title, json, ...options }: AddScheduleOptions,
): Promise<number> {
  const missed = choiceOf('--missed', MissedPolicy, options.missed);
  const overlap = choiceOf('--overlap', OverlapPolicy, options.overlap);
  const to = choiceOf('--results', resultPlaces, options.results);
  const works = [options.workflow, options.template, options.heartbeat].filter((each) => each !== undefined);
  if (works.length > 1) throw new UsageError('Give one of --workflow, --template and --heartbeat');
  return withEngine(openEngine, { resumesRuns: false }, async (client, engine) => {
    const wanted = await readWanted(client, sentence, options, terminal.cwd);
    const made = await client.schedules.add({
      ...wanted,
      missed,
      overlap,
      results: { to },
      ...(title === undefined ? {} : { title }),
    });
    if (json) terminal.out(JSON.stringify(made));
    else {
      terminal.out(printableLine(`${made.id}  ${made.title}  ${made.words}`));
      for (const at of made.next) terminal.err(`next  ${timeText(at)}`);
      if (!engine.isRemote) terminal.err('It starts while Heron runs: heron serve');
    }
    return exitCode.completed;
  });
}

const resultPlaces = z.enum(['own', 'last', 'none']);

type WantedOptions = Omit<AddScheduleOptions, 'title' | 'missed' | 'overlap' | 'json'>;

async function readWanted(
  client: EngineClient,
  sentence: string,
  options: WantedOptions,
  baseFolder: string,
): Promise<{ time: ScheduleTime; work: ScheduleWork }> {
  const { workflow, template, input, poll } = options;
  const fields = Object.fromEntries(input.map(readField));
  if (poll !== undefined) {
    const time = await readPollTime(client, poll, options);
    if (workflow === undefined && template === undefined) {
      if (sentence === '') throw new UsageError('Say what is to be done, or give --workflow or --template');
      return { time, work: { kind: 'sentence', text: sentence, baseFolder } };
    }
    return { time, work: await namedWork(client, options, fields) };
  }
  if (workflow === undefined && template === undefined && !options.heartbeat) {
    const timed = readTimedSentence(sentence, { now: Date.now(), zone: machineZone() });
    if (timed) return { time: timed.time, work: { kind: 'sentence', text: timed.rest, baseFolder } };
    throw new UsageError('The sentence does not say when; try “every weekday at 9 zip the folder ~/notes”');
  }
  const { time, problem } = await client.schedules.preview({ text: sentence });
  if (!time) throw new UsageError(problem ?? `${sentence}: no time`);
  return { time, work: await namedWork(client, options, fields) };
}

async function namedWork(
  client: EngineClient,
  { workflow, template, heartbeat, between, always = false }: WantedOptions,
  input: JsonObject,
): Promise<ScheduleWork> {
  if (heartbeat) return { kind: 'heartbeat', always, ...(between === undefined ? {} : { hours: hoursOf(between) }) };
  if (template !== undefined) return { kind: 'template', name: template, input };
  const found = (await client.workflows.list()).filter(({ id, title }) => id === workflow || title === workflow);
  const [only, ...more] = found;
  if (!only || more.length > 0) throw new UsageError(`${found.length} workflows are called ${workflow}; give an id`);
  return { kind: 'workflow', workflowId: only.id, input };
}

function hoursOf(text: string): { from: string; to: string } {
  const [, from, to] = /^(\d\d:\d\d)-(\d\d:\d\d)$/.exec(text) ?? [];
  if (from !== undefined && to !== undefined) return { from, to };
  throw new UsageError(`--between: expected hours like 09:00-22:00, got ${text}`);
}

function choiceOf<Value extends string>(
  option: string,
  schema: { options: Value[]; safeParse: (text: string) => { data?: Value | undefined } },
  text: string,
): Value {
  const { data } = schema.safeParse(text);
  if (data !== undefined) return data;
  throw new UsageError(`${option}: expected ${schema.options.join(', ')}, got ${text}`);
}
