import type { AgentCall } from '../../../contract/agents.ts';
import type { Failure } from '../../../contract/errors.ts';
import { copyJson, type Json, type JsonObject } from '../../../contract/json.ts';
import type { PlanIssue } from '../../../contract/plan.ts';
import { type Places, withAbsolutePaths, withDefaults } from '../../orchestrator/checking/complete-input.ts';
import type { ActionEntry } from '../../orchestrator/catalogue.ts';
import { bare, isObject, mendFields } from './mend-fields.ts';
import { type GivingReading, givingToolOf, readGiving } from './read-giving.ts';
import { findActions, finder, toolName } from './tool-offers.ts';
import { type Read, readWritten } from './written-json.ts';

/** A call as the model gave it; `text` is how its input was written. */
export type WrittenCall = { id: string; name: string; input: Json | undefined; text: string };

export type CallReading = {
  /** All that the agent may call. */
  actions: readonly ActionEntry[];
  places: Places;
  /** Absent where no work is given away. */
  giving?: GivingReading;
  /** The answer ended at its length limit: nothing of it can be trusted to be whole. */
  isCut: boolean;
};

/**
 * Makes a call ready to be run: found by its name, its input read, mended where only the form is wrong, checked and completed.
 * What cannot be run says why; nothing is guessed.
 */
export async function readCall(call: WrittenCall, reading: CallReading): Promise<AgentCall> {
  const known = { callId: call.id, name: call.name };
  if (reading.isCut)
    return { ...known, error: problem('The answer was cut off at its length limit, so nothing of it was run') };
  const read = await objectIn(call);
  if (!read) {
    const shown = JSON.stringify(call.text.slice(0, 200));
    return { ...known, error: problem(`The input is not one complete JSON object: ${shown}`) };
  }
  if (bare(call.name) === bare(finder.name)) return { ...known, ...lookUp(read, reading) };
  const giving = reading.giving && givingToolOf(call.name, reading.giving);
  if (reading.giving && giving) return { ...known, ...readGiving(giving, read.value, reading.giving) };
  const found = actionCalled(call.name, reading.actions);
  if (!found) return { ...known, error: unknownName(call.name, reading.actions) };
  const { entry, repair } = found;
  const inner = unwrapped(read, entry);
  const repairs = [...(repair ? [repair] : []), ...inner.repairs];
  const fitted = await fitInput(inner.value, entry, reading.places);
  const own = { ...known, action: entry.ref };
  if ('issues' in fitted) return { ...own, input: inner.value, error: wrongInput(entry, fitted.issues) };
  const all = [...repairs, ...fitted.repairs];
  return { ...own, input: fitted.input, ...(all.length > 0 ? { repairs: all } : {}) };
}

type ReadObject = { value: JsonObject; repairs: string[] };

/** A text in a text is read as often as models nest them. */
const mostNested = 3;

async function objectIn({ input, text }: WrittenCall): Promise<ReadObject | undefined> {
  if (isObject(input)) return { value: input, repairs: [] };
  if (input === null || (input === undefined && text.trim() === '') || input === '') return { value: {}, repairs: [] };
  let read: Read | undefined = input === undefined ? await readWritten(text) : { value: input, repairs: [] };
  const repairs: string[] = [];
  for (let nested = 0; read && typeof read.value === 'string' && nested < mostNested; nested += 1) {
    repairs.push(...read.repairs, 'a text was read as the JSON in it');
    read = await readWritten(read.value);
  }
  if (!read) return undefined;
  repairs.push(...read.repairs);
  const [only] = Array.isArray(read.value) && read.value.length === 1 ? read.value : [read.value];
  if (!isObject(only)) return undefined;
  return {
    value: only,
    repairs: Array.isArray(read.value) ? [...repairs, 'a list of one was taken as that one'] : repairs,
  };
}

const wrappers = new Set(['arguments', 'args', 'input', 'parameters', 'params', 'kwargs', 'toolinput', 'properties']);

/** The input stands in one more object, as in `{"arguments": {…}}` or `{"name": …, "arguments": {…}}`. */
function unwrapped(read: ReadObject, { action, ref }: ActionEntry): ReadObject {
  const fields = new Set(Object.keys(action.input.properties).map(bare));
  const entries = Object.entries(read.value);
  const wrapper = entries.find(([name]) => wrappers.has(bare(name)) && !fields.has(bare(name)));
  const isAlone = entries.every(([name, value]) => name === wrapper?.[0] || isNameOf(name, value, ref));
  if (!wrapper || !isAlone) return read;
  const [name, value] = wrapper;
  const inside = typeof value === 'string' ? attempt(value) : value;
  if (!isObject(inside)) return read;
  return { value: inside, repairs: [...read.repairs, `the input was taken out of ${name}`] };
}

function isNameOf(name: string, value: Json, ref: string): boolean {
  return (
    ['name', 'function', 'tool', 'toolname', 'type', 'id'].includes(bare(name)) &&
    typeof value === 'string' &&
    (bare(value) === bare(ref) || /^(function|id|type)$/.test(bare(name)))
  );
}

function attempt(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function actionCalled(
  name: string,
  actions: readonly ActionEntry[],
): { entry: ActionEntry; repair?: string } | undefined {
  const exact = actions.find(({ ref }) => toolName(ref) === name);
  if (exact) return { entry: exact };
  const said = bare(
    name.replace(/^(functions?|tools?|default_api|actions?|mcp)[.:/]/i, '').replace(/(<\|.*|\(.*)$/s, ''),
  );
  const [entry, other] = actions.filter(({ ref }) => bare(ref) === said);
  return entry && !other ? { entry, repair: `${name} was taken as ${toolName(entry.ref)}` } : undefined;
}

type Fitted = { input: JsonObject; repairs: string[] } | { issues: PlanIssue[] };

async function fitInput(given: JsonObject, entry: ActionEntry, places: Places): Promise<Fitted> {
  const plain = await completed(given, entry, places);
  if (entry.validateInput(plain).length === 0) return { input: plain, repairs: [] };
  const mended = mendFields(entry.action.input, given);
  const complete = await completed(mended.input, entry, places);
  const issues = entry.validateInput(complete);
  return issues.length === 0 ? { input: complete, repairs: mended.repairs } : { issues };
}

/** With defaults and absolute paths. */
async function completed(given: JsonObject, entry: ActionEntry, places: Places): Promise<JsonObject> {
  const { action, validateInput } = entry;
  const input = withAbsolutePaths(copyJson(given), action, places);
  validateInput(input);
  return withAbsolutePaths(await withDefaults(input, action, { here: entry }), action, places);
}

function lookUp(read: ReadObject, { actions }: CallReading): Partial<AgentCall> {
  const { query } = read.value;
  if (typeof query === 'string') return { input: { query }, found: findActions(actions, query) };
  return { input: read.value, error: problem('query: expected a few words') };
}

function unknownName(name: string, actions: readonly ActionEntry[]): Failure {
  const near = findActions(actions, name.replaceAll(/[_.-]+/g, ' ')).map(toolName);
  const hint = near.length > 0 ? `. Is one of these meant: ${near.join(', ')}?` : '';
  return { code: 'not-found', message: `There is no tool ${name.slice(0, 100)}${hint}` };
}

function wrongInput({ action }: ActionEntry, issues: readonly PlanIssue[]): Failure {
  const list = issues.slice(0, 10).map(({ path, message }) => (path ? `${path}: ${message}` : message));
  const fields = JSON.stringify(action.input.properties).slice(0, 2000);
  return problem(`The input is not right: ${list.join('; ')}. Its fields are ${fields}`);
}

function problem(message: string): Failure {
  return { code: 'invalid-input', message };
}
