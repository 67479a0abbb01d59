import { expect, test } from 'vitest';
import { readChatRequest } from './read-chat-request.ts';

const hello = { role: 'user', content: 'hello' };

test('what programs send becomes a request: instructions, pictures, calls and their results [MD-11]', () => {
  const parameters = { type: 'object', properties: { path: { type: 'string' } } };
  const { request, isStream, withUsage } = readChatRequest({
    ...{ model: 'auto', stream: true, stream_options: { include_usage: true }, temperature: 0.2, max_tokens: 50 },
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'developer', content: [{ type: 'text', text: 'Be kind.' }] },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Look' },
          { type: 'image_url', image_url: { url: 'data:image/png;base64,AAEC' } },
        ],
      },
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: 'c1', function: { name: 'read', arguments: '{"path":"a"}' } }],
      },
      { role: 'tool', tool_call_id: 'c1', content: 'the text' },
    ],
    tools: [{ type: 'function', function: { name: 'read', parameters } }],
  });
  expect({ isStream, withUsage }).toEqual({ isStream: true, withUsage: true });
  expect(request).toEqual({
    ...{ choice: { purpose: 'act' }, instructions: 'Be brief.\n\nBe kind.', maxOutputTokens: 50 },
    messages: [
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Look' },
          { type: 'image', mediaType: 'image/png', bytes: Buffer.from([0, 1, 2]) },
        ],
      },
      { role: 'assistant', text: '', calls: [{ id: 'c1', name: 'read', input: { path: 'a' } }] },
      { role: 'tool', callId: 'c1', name: 'read', output: 'the text' },
    ],
    tools: [{ name: 'read', description: '', input: parameters }],
  });
  expect(readChatRequest({ model: 'small', messages: [hello] }).request.choice).toEqual({ named: 'small' });
});

test.each([
  [{ messages: [] }, 'messages: '],
  [{ messages: [{ role: 'king', content: 'x' }] }, 'messages.0.role: '],
  [{ messages: [hello], n: 2 }, 'n: '],
  [
    { messages: [{ role: 'tool', tool_call_id: 'c9', content: 'x' }] },
    'messages.0.tool_call_id: It answers no call before it',
  ],
  [
    { messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'http://x.org/a.png' } }] }] },
    'messages.0.content: Pictures are taken as data: addresses only',
  ],
  [
    { messages: [{ role: 'assistant', tool_calls: [{ id: 'c1', function: { name: 'read', arguments: '[1]' } }] }] },
    'messages.0.tool_calls: The arguments of read are no JSON object',
  ],
])('what cannot be read is refused with its place (%#)', (body, message) => {
  expect(() => readChatRequest(body)).toThrow(message);
});
