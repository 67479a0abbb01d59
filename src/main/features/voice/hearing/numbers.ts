const small =
  'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');

/** The numbers that are understood, with their words: one to twenty, and the tens to a hundred. */
export const spokenNumbers: readonly { value: number; words: string[] }[] = [
  ...small.map((word, index) => ({ value: index + 1, words: [word] })),
  ...tens.map((word, index) => ({ value: (index + 2) * 10, words: [word] })),
  { value: 100, words: ['one', 'hundred'] },
];
