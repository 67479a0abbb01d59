import { expect, test } from 'vitest';
import { placeOfLink } from './deep-link.ts';

const run = 'run_01JD2Z8T6Y4W5X3V2R1Q0P9N8M';

test.each([
  ['heron://ask', '#/ask'],
  ['heron://chat', '#/chat'],
  ['heron://inbox/', '#/inbox'],
  ['heron://timeline', '#/timeline'],
  [`heron://timeline/${run}`, `#/timeline/${run}`],
  [`heron://timeline/${run}/graph`, `#/timeline/${run}/graph`],
  ['heron://workers/archive', '#/workers/archive'],
  ['heron://settings/permissions', '#/settings/permissions'],
])('%s opens a screen', (link, place) => {
  expect(placeOfLink(link)).toBe(place);
});

test.each([
  '',
  'heron:',
  'heron://',
  'heron:chat',
  'heron:/chat',
  'HERON://chat',
  'https://chat',
  'heron://app/',
  'heron://app/assets/index.js',
  'heron://attic',
  'heron://constructor',
  'heron://__proto__',
  'heron://toString',
  'heron://chat/cnv_01JD2Z8T6Y4W5X3V2R1Q0P9N8M',
  'heron://ask/delete',
  'heron://ask?text=delete%20everything',
  'heron://chat?text=delete%20everything',
  'heron://chat#send',
  'heron://inbox/approve',
  'heron://inbox?code=ABC123',
  'heron://timeline/run_1',
  `heron://timeline/${run}/../settings`,
  `heron://timeline/${run}/undo`,
  `heron://timeline/${run}/graph/more`,
  'heron://workers/../settings',
  'heron://workers/%2e%2e%2fsettings',
  'heron://workers/Archive',
  'heron://settings/secrets/../models',
  'heron://settings/attic',
  'heron://plan/opn_01JD2Z8T6Y4W5X3V2R1Q0P9N8M',
  'heron://user:password@chat',
  'heron://chat:8080',
  'heron://chat\n',
  '\nheron://chat',
  'heron://chat javascript:alert(1)',
  'heron://ｃｈａｔ',
  'heron://javascript:alert(1)',
  'heron://--inspect',
  '--data-dir=/tmp heron://chat',
  `heron://workers/${'a'.repeat(65)}`,
  `heron://${'a'.repeat(100_000)}`,
])('%j opens nothing [X-14]', (link) => {
  expect(placeOfLink(link)).toBeUndefined();
});
