import type { Payload } from '../../../contract/events.ts';
import { countText } from '../../ui/count-text.ts';
import { plainText } from '../../ui/plain-text.ts';
import { agentSentences } from './describe-agents.ts';
import { durationText } from '../../ui/time-text.ts';
import { t } from '../../words/words.ts';

type LaneEvent = 'message.queued' | 'task.steered' | 'message.dropped' | 'message.waited' | 'message.modeChanged';

const modeWords = {
  collect: 'with the others as one',
  followup: 'by itself',
  steer: 'for the agent at work',
  interrupt: 'stopping what is under way',
};

const ownSentences: { [Type in LaneEvent]: (payload: Payload<Type>) => string } = {
  'message.queued': ({ queued }) => t('Your message waits for its turn: {{text}}', { text: plainText(queued.text) }),
  'task.steered': ({ heard }) => `The agent heard: ${heard.map(({ text }) => plainText(text)).join(' / ')}`,
  'message.dropped': ({ summary }) =>
    `A message gave way, because too many waited${summary === undefined ? '' : `: ${plainText(summary)}`}`,
  'message.waited': ({ count, waitedMs, left }) =>
    `${countText(count, 'message')} said after ${durationText(waitedMs)} of waiting, ${left} still waiting`,
  'message.modeChanged': ({ mode }) => t('A message waits in another way: {{value}}', { value: modeWords[mode] }),
};

/** What is told of messages that wait, and of the agents that hear them. */
export const laneSentences = { ...ownSentences, ...agentSentences };
