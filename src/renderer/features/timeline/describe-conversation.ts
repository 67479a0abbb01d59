import { countText } from '../../ui/count-text.ts';
import type { EventType, Payload } from '../../../contract/events.ts';
import { t } from '../../words/words.ts';

type ConversationEvent = Extract<EventType, `conversation.${string}` | `context.${string}`>;

/** What is told of conversations as a whole. */
export const conversationSentences: { [Type in ConversationEvent]: (payload: Payload<Type>) => string } = {
  'conversation.created': ({ conversation }) => t('Conversation “{{title}}” began', { title: conversation.title }),
  'conversation.renamed': ({ title, by }) =>
    by === 'model'
      ? t('A model called the conversation “{{title}}”', { title })
      : t('Conversation renamed to “{{title}}”', { title }),
  'conversation.deleted': () => t('Conversation deleted'),
  'conversation.restored': ({ conversation }) =>
    t('Conversation “{{title}}” is no longer deleted', { title: conversation.title }),
  'conversation.pinned': ({ isPinned }) => (isPinned ? t('Conversation pinned') : t('Conversation no longer pinned')),
  'conversation.given': ({ given }) =>
    given.text === '' ? t('Told nothing of earlier conversations') : t('Told what was said before in its folder'),
  'conversation.filed': ({ folder }) =>
    folder === undefined
      ? t('Conversation taken out of its folder')
      : t('Conversation put into {{folder}}', { folder }),
  'conversation.branched': ({ conversation: { title, origin } }) =>
    origin
      ? t('Conversation “{{title}}” branched off', { title })
      : t('Conversation “{{title}}” was read from a file', { title }),
  'conversation.repliesSet': ({ replies }) =>
    replies === undefined
      ? t('The rules decide again whether replies are sent')
      : `Replies are ${replies === 'send' ? 'sent' : 'held back'}`,
  'conversation.modelChosen': ({ model }) =>
    model === undefined ? t('No model in particular answers here any more') : `${model} answers here from now on`,
  'conversation.packChosen': ({ pack }) =>
    pack === undefined
      ? t('The usual prompt pack holds here again')
      : t('The prompt pack {{pack}} holds here from now on', { pack }),
  'context.compacted': ({ checkpoint: { messages, model } }) =>
    `${countText(messages, 'earlier message')} were summarised by ${model}`,
  'context.restored': () => t('Earlier messages are shown to models again, instead of their summary'),
  'context.cut': ({ messages, model, because }) =>
    `${countText(messages, 'earlier message')} were not shown to ${model}: ${because}`,
};
