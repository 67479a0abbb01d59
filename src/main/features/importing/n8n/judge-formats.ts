import type { N8nNode } from './n8n-file.ts';
import { cannot, option, partly, type Rule, runs, type Verdict } from './verdict.ts';
import { wordOf } from '../word-of.ts';

const byFormats: Verdict = { ...runs, part: 'formats' };

const read = new Set(['csv', 'html', 'fromIcs', 'fromJson', 'ods', 'text', 'xml', 'xlsx', 'binaryToPropery']);
const written = new Set(['csv', 'html', 'iCal', 'toJson', 'ods', 'toText', 'xlsx', 'toBinary']);

/** Nodes that the worker n8n-formats carries out. */
export const formatRules: Record<string, Rule> = {
  html: {
    versions: [1, 1.2],
    look: ({ parameters }) =>
      (parameters['operation'] ?? 'generateHtmlTemplate') === 'generateHtmlTemplate'
        ? { ...runs, part: 'template' }
        : byFormats,
  },
  markdown: { versions: [1, 1], look: () => byFormats },
  xml: { versions: [1, 1], look: () => byFormats },
  crypto: { versions: [1, 2], look: judgeCrypto },
  extractFromFile: {
    versions: [1, 1.1],
    look: ({ parameters }) => {
      const operation = wordOf(parameters['operation'], 'csv');
      if (!read.has(operation)) return cannot(`it reads a file of the kind ${operation}`);
      return operation === 'binaryToPropery'
        ? partly('only small files become base64 in a field: more than 48 KB of it has no place in a run', 'formats')
        : byFormats;
    },
  },
  convertToFile: {
    versions: [1, 1.1],
    look: ({ parameters }) => {
      const operation = wordOf(parameters['operation'], 'csv');
      return written.has(operation) ? byFormats : cannot(`it makes a file of the kind ${operation}`);
    },
  },
  rssFeedRead: {
    versions: [1, 1.2],
    look: (node) =>
      option(node, 'ignoreSSL') === true
        ? cannot('it reads from anybody who says to be the host')
        : { ...runs, part: 'feed' },
  },
};

const secretFields: Record<string, string> = { hmac: 'secret', sign: 'privateKey' };

/** What a key is stands in a credential, which no file holds, or in the file for everybody to read. */
function judgeCrypto({ parameters, typeVersion }: N8nNode): Verdict {
  const action = wordOf(parameters['action'], 'hash');
  if (action === 'hash' || action === 'generate') return byFormats;
  const field = secretFields[action];
  if (field === undefined) return cannot(`its action is ${action}`);
  if (typeVersion >= 2) return cannot('its key is in a credential, and Heron hands keys to no step');
  return wordOf(parameters[field]).startsWith('=')
    ? byFormats
    : partly('its key stands in the file, and so in the workflow: whoever opens that can read it', 'formats');
}
