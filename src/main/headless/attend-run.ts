import type { AnyEvent } from '../../contract/events.ts';
import type { EngineAccess } from './engine-access.ts';
import { failureOf } from './failure-of.ts';
import { createPermissionQuestions } from './permission-questions.ts';
import { printable } from '../base/printable.ts';
import { askAnswer } from './blocked-tasks.ts';
import type { BlockedTask, TakenUpRun } from './taken-up-run.ts';
import type { Terminal } from './terminal.ts';
import { askDecision } from './uncertain-tasks.ts';

/** Puts what a run asks to the person at the terminal. */
export type Attendant = {
  heed(event: AnyEvent): void;
  /** What was open already when the run was taken up. */
  begin(open: Pick<TakenUpRun, 'requests' | 'uncertainTasks' | 'blockedTasks'>): void;
  close(): void;
};

export function createAttendant(parts: {
  terminal: Terminal;
  engine: EngineAccess;
  runId: string;
  taskTitle: (taskId: string) => string;
}): Attendant {
  const { terminal, engine, runId, taskTitle } = parts;
  const closed = new AbortController();
  const decided = new Set<string>();
  const questions = createPermissionQuestions({
    terminal,
    taskTitle,
    allow: async (requestId, answer) => {
      await (await engine.client()).permissions.answer({ answers: [{ requestId, answer }] });
    },
    denyAll: () => denyAll(engine, runId),
    onError: report,
  });

  function report(error: unknown): void {
    const failure = failureOf(error);
    // Somebody at another surface was faster.
    if (failure.code !== 'not-found') terminal.err(printable(failure.message));
  }

  async function decide(taskId: string): Promise<void> {
    if (decided.has(taskId)) return;
    decided.add(taskId);
    const decision = await askDecision(terminal, taskTitle(taskId), closed.signal);
    if (decision) await (await engine.client()).runs.resolve({ runId, taskId, decision });
  }

  async function answerTask({ taskId, question }: BlockedTask): Promise<void> {
    const text = await askAnswer(terminal, taskTitle(taskId), question, closed.signal);
    if (text !== undefined) await (await engine.client()).runs.answer({ runId, taskId, answer: text });
  }

  return {
    heed(event) {
      if (event.type === 'permission.requested') questions.add(event.payload.request);
      if (event.type === 'permission.withdrawn') questions.withdraw(event.payload.requestId);
      if (event.type === 'permission.granted' || event.type === 'permission.denied') {
        if (event.payload.requestId !== undefined) questions.withdraw(event.payload.requestId);
      }
      if (event.type === 'task.uncertain' && event.scope.taskId) decide(event.scope.taskId).catch(report);
      if (event.type === 'task.blocked' && event.scope.taskId) {
        answerTask({ taskId: event.scope.taskId, question: event.payload.question }).catch(report);
      }
    },
    begin({ requests, uncertainTasks, blockedTasks }) {
      for (const request of requests) questions.add(request);
      for (const taskId of uncertainTasks) decide(taskId).catch(report);
      for (const task of blockedTasks) answerTask(task).catch(report);
    },
    close() {
      questions.close();
      closed.abort();
    },
  };
}

/** Denies everything a run asks; gives the questions. */
async function denyAll(engine: EngineAccess, runId: string): Promise<string[]> {
  const client = await engine.client();
  for (let tries = 1; ; tries += 1) {
    const open = await client.permissions.pending({ runId });
    const answers = open.map(({ id: requestId }) => ({ requestId, answer: 'deny' as const }));
    try {
      if (answers.length > 0) await client.permissions.answer({ answers });
      return answers.map(({ requestId }) => requestId);
    } catch (error) {
      // Somebody at another surface answered one of them in between, and then none is answered here.
      if (failureOf(error).code !== 'not-found' || tries === 5) throw error;
    }
  }
}
