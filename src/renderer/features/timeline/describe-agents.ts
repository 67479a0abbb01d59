import type { Payload } from '../../../contract/events.ts';
import { plainText } from '../../../contract/plain-text.ts';
import { t } from '../../../words/words.ts';

type AgentEvent = 'agent.reported' | 'agent.wrote' | 'memory.noted';

/** What is told of agents that give work to others, and of what is noted before older messages go. */
export const agentSentences: { [Type in AgentEvent]: (payload: Payload<Type>) => string } = {
  'agent.reported': ({ by = t('The spawned agent'), text }) =>
    t('{{by}} reports: {{text}}', { by, text: plainText(text) }),
  'agent.wrote': ({ by = t('The agent'), isThinking, calls }) =>
    calls
      ? t('{{by}} calls {{actions}}', { by, actions: calls.join(', ') })
      : isThinking
        ? t('{{by}} thinks', { by })
        : t('{{by}} writes', { by }),
  'memory.noted': ({ text, because }) =>
    because
      ? t('Nothing could be noted: {{because}}', { because })
      : text === ''
        ? t('Nothing had to be noted')
        : t('Noted: {{text}}', { text: plainText(text) }),
};
