import type { AnyEvent } from '../../contract/events.ts';
import { questionsOf } from '../../contract/permission-questions.ts';
import { Settings } from '../../contract/settings.ts';
import { toFailure } from '../base/errors.ts';
import type { Logger } from '../base/logger.ts';
import type { EngineClient } from '../gateway/engine-router.ts';
import { noticeOf } from '../../contract/notices.ts';
import type { Shell } from './shell.ts';
import type { ShellState } from './shell-state.ts';

export type EngineShell = {
  /** Reads the state anew and shows it. */
  refresh(): Promise<void>;
  close(): void;
};

/** Between two looks at what runs; a run of a million steps would otherwise be asked for a million times. */
const pauseMs = 500;
/** Events after which the icon may have something else to tell. */
const telling =
  /^(run|permission|settings|mcp\.(asked|answered)|task\.(completed|failed|blocked|answered|uncertain|resolved))/;

/** Keeps the shell in step with the engine. Notices are for who does not look at a window. */
const changesOfSchedules = /^schedule\.(added|changed|paused|resumed|removed|recovered)$/;

export function followEngine(parts: {
  client: Pick<EngineClient, 'runs' | 'permissions' | 'settings' | 'events' | 'mcp'>;
  shell: Pick<Shell, 'show' | 'tell'>;
  isWatched: () => boolean;
  onSettings: (settings: Settings) => void;
  /** A schedule is another one than before. */
  onSchedules: () => void;
  logger: Pick<Logger, 'warn'>;
  lastSeq: number;
}): EngineShell {
  const { client, shell } = parts;
  const ending = new AbortController();
  let titles = new Map<string, string>();
  /** Nobody waits for these, so only their failure is told. */
  const byItself = new Set<string>();
  let due: NodeJS.Timeout | undefined;

  async function refresh(): Promise<void> {
    const [runs, pending, settings, questions] = await readState(client);
    titles = new Map([...titles, ...runs.map(({ id, title }) => [id, title] as const)]);
    const { paused: isPaused, voice } = settings;
    const asked = runs.reduce((sum, { asks = [] }) => sum + asks.length, 0);
    const waiting = questionsOf(pending).length + asked + questions.length;
    const state: ShellState = { isPaused, isListening: voice.isOn, running: runs, waiting };
    if (!ending.signal.aborted) shell.show(state);
  }

  function refreshSoon(): void {
    due ??= setTimeout(() => {
      due = undefined;
      refresh().catch(warn);
    }, pauseMs);
  }
  const warn = (error: unknown): void => {
    if (!ending.signal.aborted) parts.logger.warn('The icon does not follow what runs', toFailure(error));
  };

  function noteStart({ type, scope: { runId }, payload }: AnyEvent): void {
    if (type !== 'run.created' || runId === undefined) return;
    titles.set(runId, payload.plan.title);
    if (payload.trigger) byItself.add(runId);
  }

  async function follow(): Promise<void> {
    for await (const event of await client.events.watch({ after: parts.lastSeq }, { signal: ending.signal })) {
      if (telling.test(event.type)) refreshSoon();
      const settings = event.type === 'settings.changed' && Settings.safeParse(event.payload.settings).data;
      if (settings) parts.onSettings(settings);
      if (changesOfSchedules.test(event.type)) parts.onSchedules();
      noteStart(event);
      const isExpected = event.type === 'run.completed' && byItself.delete(event.scope.runId ?? '');
      const notice = parts.isWatched() || isExpected ? undefined : noticeOf(event, (runId) => titles.get(runId));
      if (notice) shell.tell(notice);
    }
  }

  refresh().catch(warn);
  follow().catch(warn);
  return {
    refresh,
    close() {
      ending.abort();
      clearTimeout(due);
    },
  };
}

type Asked = Pick<EngineClient, 'runs' | 'permissions' | 'settings' | 'mcp'>;

function readState({ runs, permissions, settings, mcp }: Asked) {
  return Promise.all([runs.list({ status: 'running' }), permissions.pending({}), settings.get({}), mcp.questions()]);
}
