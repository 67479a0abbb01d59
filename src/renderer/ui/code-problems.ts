import { syntaxTree } from '@codemirror/language';
import { type Diagnostic, linter } from '@codemirror/lint';
import { type EditorState, type Extension, StateEffect } from '@codemirror/state';
import { isProgram, type WrittenIn } from './code-editor-languages.ts';
import { t } from '../../words/words.ts';

/** What is wrong at a character, up to another or to the end of the word. */
export type CodeProblem = { from: number; to?: number; message: string };

type Wishes = () => { writtenIn: WrittenIn; problems: readonly CodeProblem[] };

/** What is wrong has changed, though the text has not. */
export const checkAnew = StateEffect.define();

const most = 20;

/** A wavy line under what the field was told is wrong, and under what its language does not allow. */
export function problemMarks(wishes: Wishes): Extension {
  return linter(({ state }) => [...told(state, wishes().problems), ...syntaxProblems(state, wishes().writtenIn)], {
    delay: 150,
    needsRefresh: ({ transactions }) =>
      transactions.some(({ effects }) => effects.some((effect) => effect.is(checkAnew))),
  });
}

function told({ doc }: EditorState, problems: readonly CodeProblem[]): Diagnostic[] {
  return problems
    .filter(({ from }) => from < doc.length)
    .map(({ from, to, message }) => {
      const word = /^[\w$]+/.exec(doc.sliceString(from))?.[0].length ?? 1;
      return { from, to: Math.min(to ?? from + word, doc.length), severity: 'error', message };
    });
}

/** The first places at which the parser had to guess. */
function syntaxProblems(state: EditorState, writtenIn: WrittenIn): Diagnostic[] {
  const text = state.doc.toString();
  // What an expression gives is not known yet: code around it cannot be judged.
  if (text.trim() === '' || (isProgram(writtenIn) && text.includes('{{'))) return [];
  if (writtenIn !== 'json' && !isProgram(writtenIn)) return [];
  const found: Diagnostic[] = [];
  syntaxTree(state).iterate({
    enter: ({ type, from, to }) => {
      if (!type.isError || found.length >= most) return;
      // Something is missing: marked is what stands there instead, or what it is missing after.
      const start = from === to && from === state.doc.length ? from - 1 : from;
      const message = t('This does not belong here, or something before it is missing.');
      found.push({ from: start, to: Math.max(to, start + 1), severity: 'error', message });
    },
  });
  return found;
}
