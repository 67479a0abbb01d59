import { countText } from '../../ui/count-text.ts';
import type { EventType, Payload } from '../../../contract/events.ts';

type ConversationEvent = Extract<EventType, `conversation.${string}` | `context.${string}`>;

/** What is told of conversations as a whole. */
export const conversationSentences: { [Type in ConversationEvent]: (payload: Payload<Type>) => string } = {
  'conversation.created': ({ conversation }) => `Conversation “${conversation.title}” began`,
  'conversation.renamed': ({ title, by }) =>
    by === 'model' ? `A model called the conversation “${title}”` : `Conversation renamed to “${title}”`,
  'conversation.deleted': () => 'Conversation deleted',
  'conversation.restored': ({ conversation }) => `Conversation “${conversation.title}” is no longer deleted`,
  'conversation.pinned': ({ isPinned }) => (isPinned ? 'Conversation pinned' : 'Conversation no longer pinned'),
  'conversation.given': ({ given }) =>
    given.text === '' ? 'Told nothing of earlier conversations' : 'Told what was said before in its folder',
  'conversation.filed': ({ folder }) =>
    folder === undefined ? 'Conversation taken out of its folder' : `Conversation put into ${folder}`,
  'conversation.branched': ({ conversation: { title, origin } }) =>
    origin ? `Conversation “${title}” branched off` : `Conversation “${title}” was read from a file`,
  'conversation.repliesSet': ({ replies }) =>
    replies === undefined
      ? 'The rules decide again whether replies are sent'
      : `Replies are ${replies === 'send' ? 'sent' : 'held back'}`,
  'conversation.modelChosen': ({ model }) =>
    model === undefined ? 'No model in particular answers here any more' : `${model} answers here from now on`,
  'conversation.packChosen': ({ pack }) =>
    pack === undefined ? 'The usual prompt pack holds here again' : `The prompt pack ${pack} holds here from now on`,
  'context.compacted': ({ checkpoint: { messages, model } }) =>
    `${countText(messages, 'earlier message')} were summarised by ${model}`,
  'context.restored': () => 'Earlier messages are shown to models again, instead of their summary',
  'context.cut': ({ messages, model, because }) =>
    `${countText(messages, 'earlier message')} were not shown to ${model}: ${because}`,
};
