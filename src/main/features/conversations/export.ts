import type { Attachment } from '../../../contract/blobs.ts';
import type { ConversationEnvelope } from '../../../contract/conversation-envelope.ts';
import type { Conversation, ExportForm, Message } from '../../../contract/conversations.ts';

const speakers: Record<Message['role'], string> = { person: 'You', assistant: 'Heron' };

/** A conversation as one text, and a name for its file. */
export function exportConversation(
  conversation: Conversation,
  messages: Message[],
  form: ExportForm,
): { name: string; text: string } {
  const name = fileName(conversation.title);
  if (form === 'json')
    return { name: `${name}.json`, text: `${JSON.stringify(envelopeOf(conversation, messages), null, 2)}\n` };
  const parts = messages.map(
    ({ role, at, text, attachments = [] }) =>
      `## ${speakers[role]}, ${momentText(at)}\n\n${text.trim()}\n${attachments.map(fileLine).join('')}`,
  );
  return { name: `${name}.md`, text: [`# ${conversation.title}\n`, ...parts].join('\n') };
}

function envelopeOf(conversation: Conversation, messages: Message[]): ConversationEnvelope {
  return { format: 'heron-conversation', version: 2, conversation, messages };
}

/** The file itself is not part of the text. */
function fileLine({ name, bytes, mediaType }: Attachment): string {
  return `\nAttached: \`${name.replaceAll('`', '’')}\` (${mediaType}, ${bytes} bytes)\n`;
}

function momentText(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** What every file system takes. */
function fileName(title: string): string {
  const plain = title
    .replaceAll(/[^\p{L}\p{N} ._-]+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .replace(/^[ .]+/, '')
    .slice(0, 60)
    .replace(/[ .]+$/, '');
  return plain === '' ? 'conversation' : plain;
}
