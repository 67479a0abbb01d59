import type { EventType, Payload } from '../../../contract/events.ts';
import { t } from '../../../words/words.ts';

type CallEvent = Extract<EventType, `call.${string}`>;

const ends = (): Record<Payload<'call.ended'>['outcome'], string> => ({
  answered: t('You took the call'),
  declined: t('You declined the call'),
  later: t('You put the call off'),
  missed: t('Nobody took the call'),
  withdrawn: t('The call was withdrawn'),
});

export const callSentences: { [Type in CallEvent]: (payload: Payload<Type>) => string } = {
  'call.rang': ({ text }) => t('Heron called: “{{text}}”', { text }),
  'call.held': ({ text }) => t('Heron did not ring, and kept in the inbox: “{{text}}”', { text }),
  'call.ended': ({ outcome }) => ends()[outcome],
  'call.closed': () => t('The call is over'),
};
