const small =
  'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');

/** The numbers that are understood, with their words: one to twenty, the tens to a hundred, and 25, 35, 45, 55. */
export const spokenNumbers: readonly { value: number; words: string[] }[] = [
  ...small.map((word, index) => ({ value: index + 1, words: [word] })),
  ...tens.map((word, index) => ({ value: (index + 2) * 10, words: [word] })),
  // Beside the tens, what clocks and timers are set to.
  ...tens.slice(0, 4).map((word, index) => ({ value: (index + 2) * 10 + 5, words: [word, 'five'] })),
  { value: 100, words: ['one', 'hundred'] },
];
