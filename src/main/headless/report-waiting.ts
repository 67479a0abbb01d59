import { answersTo } from '../../contract/grant-words.ts';
import type { AnyEvent } from '../../contract/events.ts';
import type { PermissionRequest } from '../../contract/permissions.ts';
import type { EngineAccess } from './engine-access.ts';
import { questionText } from './permission-questions.ts';
import type { Terminal } from './terminal.ts';

export type WaitingParts = {
  terminal: Terminal;
  engine: EngineAccess;
  runId: string;
  taskTitle: (taskId: string) => string;
};

/** Where nobody can be asked: writes what a run waits for, and how somebody can answer it from elsewhere. */
export function createWaitingReport({ terminal, engine, runId, taskTitle }: WaitingParts) {
  const written = new Set<string>();

  function write(request: PermissionRequest): void {
    if (written.has(request.id)) return;
    written.add(request.id);
    for (const line of questionText(request, taskTitle)) terminal.err(line);
    // The inbox has the questions whose codes are void.
    const answer = request.code === undefined ? 'inbox' : `answer ${request.code} ${answersTo(request).join('|')}`;
    terminal.err(`  waiting; answer with: heron permissions ${answer}`);
  }

  return {
    begin: (requests: readonly PermissionRequest[]): void => requests.forEach(write),
    /** The event does not tell the code; the engine does. */
    async heed(event: AnyEvent): Promise<void> {
      if (event.type !== 'permission.requested') return;
      const { id } = event.payload.request;
      const open = await (await engine.client()).permissions.pending({ runId });
      const request = open.find((each) => each.id === id);
      if (request) write(request);
    },
  };
}
