import { expect, test } from 'vitest';
import type { Json } from '../../../../contract/json.ts';
import { readSentence } from './sentence.ts';
import type { SlotKind } from './slot-kind.ts';
import { readValue } from './slot-value.ts';
import { readAddress } from './web-address.ts';

const present = new Set(['/home/ada/Documents', '/home/ada/Music', '/base/music', '/base/the band folder']);
const files = { pathExists: (path: string) => present.has(path), namesIn: () => [] };
const places = { baseFolder: '/base', homeFolder: '/home/ada', files };

function read(kind: SlotKind, words: string): Json | undefined {
  const tokens = readSentence(words);
  return readValue(kind, { sentence: words, tokens, from: 0, to: tokens.length }, places)?.value;
}

test.each<[SlotKind, string, Json | undefined]>([
  [{ type: 'path' }, 'notes.txt', '/base/notes.txt'],
  [{ type: 'path' }, '~/notes', '/home/ada/notes'],
  [{ type: 'path' }, '~', '/home/ada'],
  [{ type: 'path' }, '/etc', '/etc'],
  [{ type: 'path' }, 'my old notes', '/base/old notes'],
  [{ type: 'path' }, 'the letters folder', '/base/letters'],
  [{ type: 'path' }, 'notes.txt file', '/base/notes.txt'],
  [{ type: 'path' }, '"my letters folder"', '/base/my letters folder'],
  [{ type: 'path' }, 'My Letters', '/base/My Letters'],
  [{ type: 'path' }, 'the band folder', '/base/the band folder'],
  [{ type: 'path' }, 'my documents folder', '/home/ada/Documents'],
  [{ type: 'path' }, 'documents/a.txt', '/home/ada/Documents/a.txt'],
  [{ type: 'path' }, 'music', '/base/music'],
  [{ type: 'path' }, 'my videos', '/base/videos'],
  [{ type: 'path' }, './documents', '/base/documents'],
  [{ type: 'path' }, 'everything', undefined],
  [{ type: 'path' }, 'everything in my documents', undefined],
  [{ type: 'path' }, 'all my files', undefined],
  [{ type: 'path' }, '"everything"', '/base/everything'],
  [{ type: 'text', isOneWord: true }, '"a b"', 'a b'],
  [{ type: 'text', isOneWord: true }, 'a b', undefined],
  [{ type: 'path' }, '"my, old, notes"', '/base/my, old, notes'],
  [{ type: 'path' }, 'this folder', '/base'],
  [{ type: 'path' }, 'file:///tmp/a%20b', '/tmp/a b'],
  [{ type: 'path' }, 'https://example.com/a', undefined],
  [{ type: 'path' }, '<folder>', undefined],
  [{ type: 'uri' }, 'https://example.com/a?b=c', 'https://example.com/a?b=c'],
  [{ type: 'uri' }, 'example.com/a', 'https://example.com/a'],
  [{ type: 'uri' }, 'two words', undefined],
  [{ type: 'integer' }, 'twelve', 12],
  [{ type: 'integer' }, '1,000', 1000],
  [{ type: 'integer' }, '1.5', undefined],
  [{ type: 'number' }, '1.5', 1.5],
  [{ type: 'number' }, 'many', undefined],
  [{ type: 'boolean' }, 'Yes', true],
  [{ type: 'choice', values: ['sha256', 'tar.gz'] }, 'SHA-256', 'sha256'],
  [{ type: 'choice', values: ['sha256', 'tar.gz'] }, 'tar gz', 'tar.gz'],
  [{ type: 'choice', values: ['hours', 'seconds'] }, 'hour', 'hours'],
  [{ type: 'choice', values: ['sha256'] }, 'md5', undefined],
  [{ type: 'text' }, 'Hello,  World', 'Hello,  World'],
  [{ type: 'list', of: { type: 'path' } }, 'a.txt, "b c" and d e', ['/base/a.txt', '/base/b c', '/base/d e']],
  [{ type: 'list', of: { type: 'text' } }, '-l -a "x y"', ['-l', '-a', 'x y']],
  [{ type: 'list', of: { type: 'integer' } }, 'one, 2 and three', [1, 2, 3]],
  [{ type: 'list', of: { type: 'integer' } }, 'one, few', undefined],
  [{ type: 'data' }, 'anything', undefined],
])('%j reads %s as %j', (kind, words, value) => {
  expect(read(kind, words)).toEqual(value);
});

test.each([
  ['localhost:8080/x', 'http://localhost:8080/x'],
  ['127.0.0.1', 'http://127.0.0.1'],
  ['www.example.museum', 'https://www.example.museum'],
  ['bbc.co.uk', 'https://bbc.co.uk'],
  ['<https://a.b>', 'https://a.b'],
  ['notes.txt', undefined],
  ['README.md', undefined],
  ['run.sh', undefined],
  ['hello', undefined],
  ['a/b.com', undefined],
  ['http://', undefined],
])('the address in %s is %s', (words, address) => {
  expect(readAddress(words)).toBe(address);
});
