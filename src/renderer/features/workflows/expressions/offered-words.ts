/** Comes when the first word is typed. */
export { completionsAt } from './completions.ts';
export { scopeOf } from './scope-of.ts';
