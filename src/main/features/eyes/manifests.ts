import type { ActionManifest } from '../../../contract/manifest.ts';
import { once } from '../../base/once.ts';
import { ownManifest } from '../../base/own-manifest.ts';

const nothing = { type: 'object', properties: {}, additionalProperties: false };
const text = { type: 'string', description: 'All text that was read, line by line' };
const title = { type: 'string', description: 'What was shown, as the system names it' };
const size = { width: { type: 'integer', minimum: 1 }, height: { type: 'integer', minimum: 1 } };

const part = { type: 'number', minimum: 0, maximum: 1 };

/** A place in parts of the picture. */
const box = {
  type: 'object',
  properties: { text: { type: 'string' }, x: part, y: part, width: part, height: part, confidence: part },
  required: ['text', 'x', 'y', 'width', 'height', 'confidence'],
  additionalProperties: false,
};

const reading = {
  type: 'object',
  properties: {
    boxes: {
      ...{ type: 'boolean', default: false },
      description: 'Whether each word comes with its place as well, in parts of the picture from 0 to 1',
    },
  },
  additionalProperties: false,
};

const readText = {
  type: 'object',
  properties: {
    ...{ text, title, words: { type: 'integer', minimum: 0, description: 'How many there are' } },
    boxes: { type: 'array', items: box, description: 'Each word with its place, when that was asked for' },
  },
  required: ['text', 'title', 'words'],
  additionalProperties: false,
};

/** A person may take their time to choose what is shown. */
const timeoutMs = 300_000;

const looking = {
  ...{ risk: 'read', repeatable: true, class: 'cpu', timeoutMs, input: nothing },
} satisfies Partial<Record<keyof ActionManifest, unknown>>;

const picture = {
  type: 'object',
  properties: { blob: { type: 'string', description: 'The id of the picture, a PNG' }, title, ...size },
  required: ['blob', 'title', 'width', 'height'],
  additionalProperties: false,
};

const description = {
  input: {
    type: 'object',
    properties: {
      question: {
        ...{ type: 'string', minLength: 1, maxLength: 2000, default: 'What does this picture show?' },
        description: 'What is to be found out',
      },
    },
    additionalProperties: false,
  },
  output: {
    type: 'object',
    properties: { text: { type: 'string', description: 'The answer' }, title },
    required: ['text', 'title'],
    additionalProperties: false,
  },
  class: 'model',
  cost: { tokens: 3000, time: 'seconds' },
  result: 'text',
  says: '{{ output.text }}',
};

const about = {
  version: '1.0.0',
  engines: { heron: '*' },
  tier: 'node',
  entry: 'none',
  // What stands on a screen or is held before a camera may be anybody's words.
  trust: { trustedSource: false, sensitive: true, trustedSink: false },
  limits: { memoryMb: 64, cpuMs: 60_000, wallMs: timeoutMs },
};

/** What plans and agents can ask to see; the engine does it, with a window and a person at it. */
export const screenManifest = once(() =>
  ownManifest({
    ...about,
    id: 'screen',
    name: 'Screen',
    description: 'Reads, describes and keeps pictures of a screen, a window or a part of one that a person shows.',
    permissions: [{ capability: 'screen', reason: 'To see what you choose to show' }],
    actions: {
      read: {
        ...looking,
        needs: [{ capability: 'screen', target: 'picture' }],
        title: 'Read the screen',
        description:
          'Gives the text of a screen, a window or a part of one. No model is needed and nothing leaves the machine.',
        input: reading,
        output: readText,
        phrases: [
          "(what is|what's) on (my|the) screen",
          'read (my|the|this) (screen|window) [to me]',
          'what does (my|the|this) (screen|window) say',
        ],
        result: 'text',
        says: '{{ output.words = 0 ? "There is no text to be read there." : $substring(output.text, 0, 4000) }}',
      },
      copy: {
        ...looking,
        needs: [{ capability: 'screen', target: 'picture' }],
        title: 'Copy the text of the screen',
        description: 'Reads the text of a screen or window and puts it on the clipboard.',
        input: reading,
        output: readText,
        phrases: ['copy [all|the] [the] text (of|on|in|from) (my|the|this) (screen|window)'],
        result: 'text',
        says: '{{ output.words = 0 ? "There is no text to be copied there." : "Copied " & output.words & (output.words = 1 ? " word." : " words.") }}',
      },
      picture: {
        ...looking,
        needs: [{ capability: 'screen', target: 'picture' }],
        title: 'Take a picture of the screen',
        description: 'Keeps a picture of a screen, a window or a part of one.',
        output: picture,
        phrases: ['take a (screenshot|screen shot)', 'take a (picture|screenshot) of (my|the) (screen|window)'],
        result: 'blob',
        says: 'A picture of {{ output.title = "" ? "the screen" : output.title }}, {{ output.width }} × {{ output.height }}.',
      },
      describe: {
        ...{ ...looking, ...description },
        needs: [{ capability: 'screen', target: 'picture' }],
        title: 'Describe the screen',
        description:
          'A model that sees pictures answers a question about a screen or a window. The picture goes to that model.',
        phrases: ['describe (my|the|this) (screen|window)', 'look at (my|the|this) (screen|window) and {question}'],
      },
    },
  }),
);

export const cameraManifest = once(() =>
  ownManifest({
    ...about,
    id: 'camera',
    name: 'Camera',
    description: 'Takes, reads and describes pictures of the camera that a person opens.',
    permissions: [{ capability: 'camera', reason: 'To see what you show the camera' }],
    actions: {
      picture: {
        ...looking,
        needs: [{ capability: 'camera', target: 'picture' }],
        title: 'Take a photo',
        description: 'Keeps a picture of the camera.',
        output: picture,
        phrases: ['take a (photo|picture) [(of me|with the camera|with my camera)]'],
        result: 'blob',
        says: 'A photo, {{ output.width }} × {{ output.height }}.',
      },
      read: {
        ...looking,
        needs: [{ capability: 'camera', target: 'picture' }],
        title: 'Read what is before the camera',
        description: 'Gives the text that is held before the camera.',
        input: reading,
        output: readText,
        phrases: ['read what is (before|in front of) the camera'],
        result: 'text',
        says: '{{ output.words = 0 ? "There is no text to be read there." : $substring(output.text, 0, 4000) }}',
      },
      describe: {
        ...{ ...looking, ...description },
        needs: [{ capability: 'camera', target: 'picture' }],
        title: 'Describe what the camera sees',
        description:
          'A model that sees pictures answers a question about a picture of the camera. The picture goes to that model.',
        phrases: ['what does the camera see', 'look through the camera and {question}'],
      },
    },
  }),
);
