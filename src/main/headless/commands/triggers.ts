import { printable } from '../../base/printable.ts';
import type { EngineClient } from '../../gateway/engine-router.ts';
import { exitCode } from '../exit-code.ts';
import { tableLines, timeText } from '../table.ts';
import { type CommandParts, withEngine } from './command.ts';

type Shown = { id: string; what: string; starts: string; state: string; problem: string | undefined };

/** `heron triggers`: all that starts something with nobody there, schedules and webhooks. */
export function listTriggers({ terminal, openEngine }: CommandParts, { json }: { json?: boolean }): Promise<number> {
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    const all = await shownTriggers(client);
    if (json) terminal.out(JSON.stringify(all));
    else if (all.length === 0) terminal.err('Nothing starts by itself');
    else {
      for (const line of tableLines(all.map(({ id, what, starts, state }) => [id, what, starts, state])))
        terminal.out(line);
      for (const { id, problem } of all) if (problem !== undefined) terminal.err(printable(`${id}: ${problem}`));
    }
    return exitCode.completed;
  });
}

async function shownTriggers({ schedules, triggers }: EngineClient): Promise<Shown[]> {
  const timed = (await schedules.list()).map(({ id, title, words, isPaused, next: [next], last, problem }): Shown => {
    const became = last ? `${last.status} ${timeText(last.at)}` : 'not yet';
    const state = isPaused ? 'paused' : next === undefined ? became : `next ${timeText(next)}`;
    return { id, what: title, starts: words, state, problem };
  });
  const called = (await triggers.list()).map(({ id, title, isPaused, lastCall, problem }): Shown => {
    const state = lastCall ? `called ${timeText(lastCall.at)}: ${lastCall.status}` : 'not called yet';
    return { id, what: title, starts: 'when it is called', state: isPaused ? 'paused' : state, problem };
  });
  return [...timed, ...called];
}
