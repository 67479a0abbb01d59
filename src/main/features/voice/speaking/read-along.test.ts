import { expect, test } from 'vitest';
import { createReadAlong } from './read-along.ts';
import { createSentenceReader, sentencesToSpeak } from './spoken-text.ts';

/** Word for word, as a model writes. */
const pieces = (text: string): string[] => text.match(/\s*\S+/g) ?? [];

function open() {
  const told: string[][] = [];
  const along = createReadAlong(() => {
    const sentences: string[] = [];
    told.push(sentences);
    return { add: (sentence) => void sentences.push(sentence), end: () => Promise.resolve() };
  });
  return { along, told };
}

const answer =
  'The folder holds **three** files. Two of them are `large`. See [the list](https://example.org/list.md) for more!';

test('a sentence is said as soon as it is whole, none twice, and the last with the answer [MM-02]', async () => {
  const { along, told } = open();
  along.hear('The folder holds **three** fi');
  expect(told).toEqual([]);
  along.hear('les. Two of');
  expect(told).toEqual([['The folder holds three files.']]);
  along.hear(' them are `large`. See [the list](https://example.org/list.md) for');
  expect(told.flat()).toHaveLength(2);
  await along.finish(answer);
  expect(told).toEqual([['The folder holds three files.', 'Two of them are large.', 'See the list for more!']]);
});

test('word by word it says what the whole would have said', () => {
  const texts = [
    answer,
    'Here is the code.\n\n```js\nconst a = 1. b;\n```\n\nIt sets a value. That is all.',
    'First.\n\n- one item. With a stop.\n- another\n\nAfterwards. Done.',
    'A table follows.\n\n| a | b. c |\n|---|---|\n| 1 | 2 |\n\nThat was it.',
  ];
  for (const text of texts) {
    const reader = createSentenceReader();
    const said = [...pieces(text).flatMap(reader.add), ...reader.end()];
    expect(said).toEqual(sentencesToSpeak(text).filter((sentence) => sentence !== 'The rest is on the screen.'));
  }
});

test('what is said before a question comes to its end, and a long answer is cut as it would be', async () => {
  const { along, told } = open();
  along.hear('I look at the file');
  along.pause();
  expect(told).toEqual([['I look at the file']]);
  const long = Array.from({ length: 30 }, (_, at) => `Sentence number ${at} is here.`).join(' ');
  pieces(long).forEach(along.hear);
  await along.finish(long);
  expect(told).toHaveLength(2);
  expect(told[1]?.at(-1)).toBe('The rest is on the screen.');
  expect(told[1]!.join(' ').length).toBeLessThan(460);
});
