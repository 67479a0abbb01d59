import type { AgentPolicy } from '../../../../contract/policy.ts';

/** What narrows the policy for the calls of agents, by the place of the agent in its run. */
export type AgentPolicies = {
  /** For all that stands below the path, from now on. A run says it again whenever it is taken up. */
  narrow(runId: string, path: string, policies: readonly AgentPolicy[]): void;
  /** Of tasks that want something together, what narrows any of them. */
  of(runId: string | undefined, taskIds: readonly string[]): readonly AgentPolicy[];
  endRun(runId: string): void;
};

const none: readonly AgentPolicy[] = [];

export function createAgentPolicies(): AgentPolicies {
  const runs = new Map<string, Map<string, readonly AgentPolicy[]>>();
  return {
    narrow(runId, path, policies) {
      const places = runs.get(runId) ?? new Map<string, readonly AgentPolicy[]>();
      runs.set(runId, places.set(path, policies));
    },
    of(runId, taskIds) {
      const places = runId === undefined ? undefined : runs.get(runId);
      if (!places) return none;
      const around = [...places].filter(([path]) => taskIds.some((taskId) => isAt(path, taskId)));
      return around.flatMap(([, policies]) => policies);
    },
    endRun: (runId) => void runs.delete(runId),
  };
}

function isAt(path: string, taskId: string): boolean {
  return taskId === path || taskId.startsWith(`${path}/`);
}
