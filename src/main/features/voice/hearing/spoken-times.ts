/** What a grammar calls its rules for times. Both are given, or neither. */
export type TimeRules = [name: 'duration' | 'time', alternatives: string[]][];

const hour = 'one | two | three | four | five | six | seven | eight | nine | ten | eleven | twelve';
const day = 'monday | tuesday | wednesday | thursday | friday | saturday | sunday';
const partOfDay = 'in the ( morning | afternoon | evening )';

/**
 * Times as they can be said. Each use of a rule is a copy of it in the recogniser, so that hours stand in it once; what is
 * possible besides ("half to nine") is a time for nobody.
 */
const clock = `[ ( half | [ a ] quarter | five | ten | twenty ) ( past | to ) ] ( ${hour} ) [ o'clock | fifteen | thirty | forty five ]`;
const durations = [
  // The recogniser cannot tell one from many, so nobody says "ten minute".
  '<number> ( seconds | minutes | hours )',
  '( ( a | one ) ( second | minute ) | half an hour | ( an | one ) hour [ and a half ] )',
];
const times = [
  'in <duration>',
  `[ today | tomorrow | tonight | on ( ${day} ) ] at ( ${clock} | noon | midnight ) [ ${partOfDay} | at night | tomorrow ]`,
  '( tomorrow [ morning | afternoon | evening ] | tonight | this ( afternoon | evening ) )',
];

/** None where the dictionary lacks one of their words. */
export function timeRules(has: (word: string) => boolean): TimeRules {
  const words =
    [...durations, ...times]
      .join(' ')
      .replaceAll(/<\w+>/g, '')
      .match(/[a-z']+/g) ?? [];
  if (!words.every(has)) return [];
  return [
    ['duration', durations],
    ['time', times],
  ];
}
