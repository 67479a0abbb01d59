import { describe, expect, test } from 'vitest';
import type { PolicySettings } from '../../../../contract/policy.ts';
import { makeId, manifests, openPermissions } from './fixtures/open-permissions.ts';

describe('the policy of an agent [SB-12]', () => {
  const conversationId = makeId('cnv');
  const opened = (settings: Partial<PolicySettings> = {}) => {
    const at = openPermissions({ settings: () => settings });
    const run = { runId: makeId('run'), conversationId };
    const call = (taskId: string, action: string, who: { runId: string } = run) =>
      at.policy.judge({ ...who, taskIds: [taskId], manifest: manifests.tools, action, isNobodyThere: false });
    const deciding = (taskId: string, action: string): string => {
      const { decision, rule, because } = call(taskId, action);
      return decision === 'denied' ? `${rule}: ${because.find(({ says }) => says === 'denied')?.text}` : decision;
    };
    return { ...at, run, call, deciding };
  };

  test('narrows what stands below it in its run, and nothing else', () => {
    const { policy, run, call, deciding } = opened();
    policy.agents.narrow(run.runId, 'work', [{ agent: 'reader', deny: ['tools.send'] }]);
    const said = 'deny list: tools.send is on the deny list of the agent reader (tools.send)';
    expect(['work', 'work/0/t0', 'work/3/delegate/0/t1'].map((path) => deciding(path, 'send'))).toEqual([
      ...[said, said, said],
    ]);
    expect(['workshop', 'other/0/t0'].map((path) => deciding(path, 'send'))).toEqual(['allowed', 'allowed']);
    expect(deciding('work/0/t0', 'look')).toBe('allowed');
    expect(call('work/0/t0', 'send', { runId: makeId('run') }).decision).toBe('allowed');
    policy.forgetRun(run.runId);
    expect(deciding('work/0/t0', 'send')).toBe('allowed');
  });

  test('holds with that of those that gave it the work: each narrows, none widens', () => {
    const { policy, run, deciding } = opened();
    policy.agents.narrow(run.runId, 'work', [{ agent: 'lead', allow: ['tools.look', 'tools.change'] }]);
    policy.agents.narrow(run.runId, 'work/0/delegate', [{ agent: 'hand', allow: ['tools.change', 'tools.send'] }]);
    const below = (action: string) => deciding('work/0/delegate/0/t0', action);
    expect(below('change')).toBe('allowed');
    expect(below('look')).toBe('allow list: The allow list of the agent hand leaves tools.look out');
    expect(below('send')).toBe('allow list: The allow list of the agent lead leaves tools.send out');
  });

  test('never gets past the default or its conversation, whatever it allows', () => {
    const conversations = { [conversationId]: { deny: ['tools.send'] } };
    const { policy, run, deciding } = opened({ deny: ['tools.wipe'], conversations });
    policy.agents.narrow(run.runId, 'work', [{ agent: 'bold', profile: 'full', allow: ['*'] }]);
    expect(deciding('work/0/t0', 'wipe')).toContain('the deny list of the default');
    expect(deciding('work/0/t0', 'send')).toContain('the deny list of this conversation');
  });

  test('has a profile of its own, and denies what grants cover', async () => {
    const { policy, run, allow, reach } = opened();
    await allow(run.runId, 'net', 'a.example');
    const who = { ...run, taskId: 'work/0/t0', unattended: false };
    await reach(who, 'net', 'a.example');
    policy.agents.narrow(run.runId, 'work', [{ agent: 'thinker', profile: 'minimal' }]);
    await expect(reach(who, 'net', 'a.example')).rejects.toMatchObject({
      code: 'permission-denied',
      message: expect.stringContaining('The profile minimal of the agent thinker leaves'),
    });
  });
});
