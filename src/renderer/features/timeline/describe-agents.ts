import type { Payload } from '../../../contract/events.ts';
import { plainText } from '../../ui/plain-text.ts';

type AgentEvent = 'agent.reported' | 'agent.wrote' | 'memory.noted';

/** What is told of agents that give work to others, and of what is noted before older messages go. */
export const agentSentences: { [Type in AgentEvent]: (payload: Payload<Type>) => string } = {
  'agent.reported': ({ by = 'The spawned agent', text }) => `${by} reports: ${plainText(text)}`,
  'agent.wrote': ({ by = 'The agent', isThinking, calls }) =>
    calls ? `${by} calls ${calls.join(', ')}` : `${by} ${isThinking ? 'thinks' : 'writes'}`,
  'memory.noted': ({ text, because }) =>
    because
      ? `Nothing could be noted: ${because}`
      : text === ''
        ? 'Nothing had to be noted'
        : `Noted: ${plainText(text)}`,
};
