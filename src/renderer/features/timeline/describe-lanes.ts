import type { Payload } from '../../../contract/events.ts';
import { plainText } from '../../../contract/plain-text.ts';
import { agentSentences } from './describe-agents.ts';
import { durationText } from '../../ui/time-text.ts';
import { plural, t } from '../../../words/words.ts';

type LaneEvent = 'message.queued' | 'task.steered' | 'message.dropped' | 'message.waited' | 'message.modeChanged';

const modeWords = () => ({
  collect: t('with the others as one'),
  followup: t('by itself'),
  steer: t('for the agent at work'),
  interrupt: t('stopping what is under way'),
});

const ownSentences: { [Type in LaneEvent]: (payload: Payload<Type>) => string } = {
  'message.queued': ({ queued }) => t('Your message waits for its turn: {{text}}', { text: plainText(queued.text) }),
  'task.steered': ({ heard }) =>
    t('The agent heard: {{text}}', { text: heard.map(({ text }) => plainText(text)).join(' / ') }),
  'message.dropped': ({ summary }) =>
    summary === undefined
      ? t('A message gave way, because too many waited')
      : t('A message gave way, because too many waited: {{summary}}', { summary: plainText(summary) }),
  'message.waited': ({ count, waitedMs, left }) =>
    plural(
      count,
      {
        one: '1 message said after {{time}} of waiting, {{left}} still waiting',
        other: '{{count}} messages said after {{time}} of waiting, {{left}} still waiting',
      },
      { time: durationText(waitedMs), left },
    ),
  'message.modeChanged': ({ mode }) => t('A message waits in another way: {{value}}', { value: modeWords()[mode] }),
};

/** What is told of messages that wait, and of the agents that hear them. */
export const laneSentences = { ...ownSentences, ...agentSentences };
