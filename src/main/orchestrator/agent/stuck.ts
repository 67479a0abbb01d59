import type { Task } from '../../../contract/plan-task.ts';
import type { AgentStep } from '../execution.ts';
import { type Frame, insideAt } from '../frame.ts';
import { stuckText } from './summary.ts';

const goOn = 'Go on';
const stop = 'Stop';

/** What the model is told when a person has let it go on. */
export const toldToGoOn = 'The person was asked whether you should go on, and wants you to. Try it in another way.';

/**
 * Puts it before the person that an agent gets nowhere and what it has done, and waits for the word. The question is a task inside of the
 * agent, so it lasts over restarts, out of memory, and a replay has it. Where nobody is there nobody is asked.
 */
export async function mayGoOn(frame: Frame, steps: readonly AgentStep[], why: string): Promise<boolean> {
  const { execution, names } = frame;
  if (!execution.isAttended) return false;
  const asking: Task = {
    id: `stuck_${steps.length}`,
    wait: { approval: { text: '{{ input.text }}', choices: [goOn, stop] } },
  };
  const seen = { ...names, input: { text: stuckText(steps, why) } };
  const { [asking.id]: output } = await execution.runGroup(insideAt(frame, ':asks', seen), [asking]);
  return (output as { answer?: string } | null | undefined)?.answer === goOn;
}
