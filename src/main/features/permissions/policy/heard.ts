import type { Manifest } from '../../../../contract/manifest.ts';
import { secretNeedOf } from '../../../../contract/manifest.ts';
import type { PermissionNeed } from '../../../../contract/permission-need.ts';
import { isSecretFor } from '../../../../worker-kit/secret-hosts.ts';

/** Of one call: the task itself, not the step around it. */
type CallName = { runId: string; taskIds: readonly string[] };

/**
 * What each call has read from the hosts that it talks to. Whoever lets a call talk to a host, lets it talk on when the host has
 * answered: its input was settled before, so a second page is no news. What anybody else said, and what another call heard, is.
 */
export type Heard = {
  note(runId: string, taskId: string, answer: { host: string; url: string; source: string }): void;
  /** Is this source nothing but what the call heard from the very place it wants to reach again? */
  isOwn(call: CallName, reached: { need: PermissionNeed; manifest: Manifest }, source: string): boolean;
  endRun(runId: string): void;
};

type Answer = { host: string; url: URL };

/** As many as a run keeps of its sources, and some that it knew already. */
const answersAtMost = 200;

/** `keptHosts`: what the person keeps a secret for, where its worker cannot know. */
export function createHeard(keptHosts: (secret: string) => readonly string[]): Heard {
  const runs = new Map<string, Map<string, Map<string, Answer>>>();

  return {
    note(runId, taskId, { host, url, source }) {
      const calls = runs.get(runId) ?? new Map<string, Map<string, Answer>>();
      runs.set(runId, calls);
      const answers = calls.get(taskId) ?? new Map<string, Answer>();
      calls.set(taskId, answers);
      if (answers.size < answersAtMost) answers.set(source, { host, url: new URL(url) });
    },
    isOwn({ runId, taskIds }, reached, source) {
      const [taskId = ''] = taskIds;
      const answer = taskIds.length === 1 ? runs.get(runId)?.get(taskId)?.get(source) : undefined;
      if (!answer) return false;
      const { need, manifest } = reached;
      if (need.capability === 'net' || need.capability === 'socket') return need.target === answer.host;
      if (need.capability !== 'secrets') return false;
      return isSecretFor(secretNeedOf(manifest, need.target, keptHosts(need.target))?.hosts ?? [], answer.url);
    },
    endRun: (runId) => void runs.delete(runId),
  };
}
