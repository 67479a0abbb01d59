import type { Call } from '../../../contract/calls.ts';
import { printable, printableLine } from '../../base/printable.ts';
import { HeronError } from '../../base/errors.ts';
import type { EngineClient } from '../../gateway/engine-router.ts';
import { exitCode } from '../exit-code.ts';
import { tableLines, timeText } from '../table.ts';
import { type CommandParts, withEngine } from './command.ts';

const stateNames: Record<Call['state'], string> = {
  ringing: 'rings',
  talking: 'on the line',
  later: 'rings again',
  missed: 'missed',
  held: 'did not ring',
};

/** `heron calls`: what rings, and what waits. */
export function listCalls({ terminal, openEngine }: CommandParts, { json }: { json?: boolean }): Promise<number> {
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    const found = await client.calls.list({});
    if (json) terminal.out(JSON.stringify(found));
    else if (found.length === 0) terminal.err('There are no calls');
    else for (const line of tableLines(found.map(rowOf))) terminal.out(line);
    return exitCode.completed;
  });
}

function rowOf({ id, state, placedAt, ringsAt, text }: Call): string[] {
  return [id, stateNames[state], timeText(ringsAt ?? placedAt), printableLine(text)];
}

/** Taken and read, it is over. */
export function answerCall(parts: CommandParts, name: string): Promise<number> {
  return withCall(parts, name, async (client, { id: callId }) => {
    const { text } = await client.calls.answer({ callId });
    parts.terminal.out(printable(text));
    await client.calls.close({ callId });
  });
}

export function putCallOff(parts: CommandParts, name: string, { minutes }: { minutes?: number }): Promise<number> {
  return withCall(parts, name, async (client, { id: callId }) => {
    const { ringsAt } = await client.calls.later({ callId, ...(minutes === undefined ? {} : { minutes }) });
    parts.terminal.err(`It rings again at ${timeText(ringsAt)}`);
  });
}

export function declineCall(parts: CommandParts, name: string): Promise<number> {
  return withCall(parts, name, async (client, { id: callId, state }) => {
    await (state === 'ringing' ? client.calls.decline({ callId }) : client.calls.close({ callId }));
  });
}

function withCall(
  { openEngine }: CommandParts,
  name: string,
  act: (client: EngineClient, call: Call) => Promise<void>,
): Promise<number> {
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    const found = (await client.calls.list({})).filter(({ id }) => id === name || id.endsWith(name.toUpperCase()));
    const [call] = found;
    if (!call) throw new HeronError('not-found', `There is no call ${name}: heron calls lists them`, { name });
    if (found.length > 1) throw new HeronError('invalid-input', `${found.length} calls end with ${name}`, { name });
    await act(client, call);
    return exitCode.completed;
  });
}
