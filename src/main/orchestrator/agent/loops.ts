import type { AgentResult, AgentStep } from '../execution.ts';

/** The same call with the same result is seen so often before it counts as going round in circles. */
const sameCall = 3;
/** Of two answers that take turns. */
const turns = 6;
/** Steps in a row of which nothing came. */
const fruitless = 4;
/** Further back nobody looks: what is done every now and then is no circle. */
const window = 12;

/** Why the last step gets nowhere; undefined when it may. Only what is on record decides, so that a replay comes to the same. */
export function findLoop(steps: readonly AgentStep[]): string | undefined {
  const recent = steps.slice(-window);
  const last = recent.at(-1);
  if (!last) return undefined;
  return repeatedCall(recent, last) ?? pingPong(recent) ?? noProgress(recent);
}

export function nudgeText(loop: string): string {
  return `You are getting nowhere: ${loop}. Do something else, or say in words what you found and what is missing.`;
}

function repeatedCall(recent: readonly AgentStep[], last: AgentStep): string | undefined {
  const seen = recent.flatMap(({ results }) => results.map(callAndResult));
  const repeated = last.results.find((result) => {
    const own = callAndResult(result);
    return seen.filter((each) => each === own).length >= sameCall;
  });
  return repeated && `${repeated.call.action ?? repeated.call.name} was called ${sameCall} times with the same result`;
}

function pingPong(recent: readonly AgentStep[]): string | undefined {
  const tail = recent.slice(-turns).map(({ results }) => results.map(({ call }) => callOf(call)).join('\n'));
  if (tail.length < turns || tail.includes('') || tail[0] === tail[1]) return undefined;
  return tail.every((each, index) => each === tail[index % 2]) ? 'the same two answers take turns' : undefined;
}

function noProgress(recent: readonly AgentStep[]): string | undefined {
  const tail = recent.slice(-fruitless);
  const isFruitless = tail.length === fruitless && tail.every(({ results }) => results.every(({ isOk }) => !isOk));
  return isFruitless ? `nothing came of the last ${fruitless} answers` : undefined;
}

function callAndResult({ call, shown }: AgentResult): string {
  return `${callOf(call)} ${shown}`;
}

function callOf({ action, name, input }: AgentResult['call']): string {
  return `${action ?? name} ${JSON.stringify(sorted(input ?? {}))}`;
}

/** The order of fields means nothing. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, part]) => [name, sorted(part)]),
  );
}
