import type { EventType, Payload } from '../../../contract/events.ts';
import { plural, t } from '../../../words/words.ts';

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
      : replies === 'send'
        ? t('Replies are sent')
        : t('Replies are held back'),
  'conversation.modelChosen': ({ model }) =>
    model === undefined
      ? t('No model in particular answers here any more')
      : t('{{model}} answers here from now on', { model }),
  'conversation.packChosen': ({ pack }) =>
    pack === undefined
      ? t('The usual prompt pack holds here again')
      : t('The prompt pack {{pack}} holds here from now on', { pack }),
  'context.compacted': ({ checkpoint: { messages, model } }) =>
    plural(
      messages,
      {
        one: '1 earlier message was summarised by {{model}}',
        other: '{{count}} earlier messages were summarised by {{model}}',
      },
      { model },
    ),
  'context.restored': () => t('Earlier messages are shown to models again, instead of their summary'),
  'context.cut': ({ messages, model, because }) =>
    plural(
      messages,
      {
        one: '1 earlier message was not shown to {{model}}: {{because}}',
        other: '{{count}} earlier messages were not shown to {{model}}: {{because}}',
      },
      { model, because },
    ),
};
