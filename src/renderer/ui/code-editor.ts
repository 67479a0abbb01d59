import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { history, historyKeymap, indentWithTab, standardKeymap, toggleComment } from '@codemirror/commands';
import { bracketMatching, indentOnInput } from '@codemirror/language';
import {
  Annotation,
  Compartment,
  EditorState,
  type Extension,
  Prec,
  Transaction,
  type TransactionSpec,
} from '@codemirror/state';
import { EditorView, type KeyBinding, keymap, placeholder } from '@codemirror/view';
import { adoptEditorStyles } from './adopted-styles.ts';
import { type Complete, completionSource } from './code-completions.ts';
import { isProgram, languageAtHand, languageOf, type WrittenIn } from './code-editor-languages.ts';
import { editorLooks } from './code-editor-looks.ts';
import { checkAnew, type CodeProblem, problemMarks } from './code-problems.ts';

/** What an editor is to show and do; it can be told anew at any time. */
export type EditorWishes = {
  text: string;
  writtenIn: WrittenIn;
  /** Attributes of the element that is typed into, for screen readers. */
  attributes: Readonly<Record<string, string>>;
  isSingleLine: boolean;
  placeholder: string;
  problems: readonly CodeProblem[];
  complete: Complete | undefined;
  /** Takes back what was done to more than this text; without it the text has a past of its own. */
  undoing: { undo: () => void; redo: () => void } | undefined;
  onChange: (text: string) => void;
};

export type CodeEditor = {
  update: (wishes: EditorWishes) => void;
  /** With the cursor there, or where it was. */
  focus: (at?: number) => void;
  destroy: () => void;
};

/** What was changed elsewhere, and not typed here. */
const fromOutside = Annotation.define<boolean>();

/** Draws an editor into an element of the page. */
export function createCodeEditor(parent: HTMLElement, first: EditorWishes): CodeEditor {
  adoptEditorStyles();
  let wishes = first;
  const attributes = new Compartment();
  const language = new Compartment();
  const keys = new Compartment();
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: first.text,
      extensions: [
        attributes.of(attributesOf(first)),
        language.of(languageAtHand(first.writtenIn) ?? []),
        keys.of(keysOf(first, () => wishes)),
        parts(() => wishes),
      ],
    }),
  });
  let wanted: WrittenIn | undefined;
  const readAs = async (writtenIn: WrittenIn): Promise<void> => {
    if (wanted === writtenIn) return;
    wanted = writtenIn;
    parent.toggleAttribute('data-uncoloured', languageAtHand(writtenIn) === undefined);
    // What cannot be fetched stays without colours.
    const found = languageAtHand(writtenIn) ?? (await languageOf(writtenIn).catch(() => []));
    if (wanted !== writtenIn) return;
    view.dispatch({ effects: language.reconfigure(found) });
    parent.removeAttribute('data-uncoloured');
  };
  void readAs(first.writtenIn);

  return {
    update(next) {
      const before = wishes;
      wishes = next;
      const spec = replacing(view.state.doc.toString(), next.text);
      if (spec) view.dispatch(spec);
      if (!sameEntries(before.attributes, next.attributes) || before.placeholder !== next.placeholder)
        view.dispatch({ effects: attributes.reconfigure(attributesOf(next)) });
      if (before.writtenIn !== next.writtenIn || Boolean(before.undoing) !== Boolean(next.undoing))
        view.dispatch({ effects: keys.reconfigure(keysOf(next, () => wishes)) });
      if (before.problems !== next.problems) view.dispatch({ effects: checkAnew.of(null) });
      void readAs(next.writtenIn);
    },
    focus(at) {
      view.focus();
      if (at !== undefined) view.dispatch({ selection: { anchor: Math.min(at, view.state.doc.length) } });
    },
    destroy: () => {
      wanted = undefined;
      view.destroy();
    },
  };
}

function parts(wishes: () => EditorWishes): Extension {
  // The editor knows a source by its identity.
  const words = [{ autocomplete: completionSource(wishes) }];
  return [
    editorLooks,
    EditorView.lineWrapping,
    bracketMatching(),
    closeBrackets(),
    autocompletion({ icons: false, aboveCursor: false }),
    EditorState.languageData.of(() => words),
    problemMarks(wishes),
    EditorView.clipboardInputFilter.of((text) => (wishes().writtenIn === 'expression' ? bareExpression(text) : text)),
    EditorState.transactionFilter.of((transaction) => {
      if (!wishes().isSingleLine || transaction.newDoc.lines === 1) return transaction;
      return [transaction, { changes: lineBreaks(transaction.newDoc.toString()), sequential: true }];
    }),
    Prec.low(keymap.of([{ key: 'Enter', run: () => wishes().isSingleLine }])),
    Prec.lowest(keymap.of([...closeBracketsKeymap, ...completionKeymap, ...standardKeymap])),
    EditorView.updateListener.of(({ docChanged, state, transactions }) => {
      const isTyped = transactions.some((each) => each.docChanged && each.annotation(fromOutside) !== true);
      if (docChanged && isTyped) wishes().onChange(state.doc.toString());
    }),
  ];
}

function keysOf({ writtenIn, undoing }: EditorWishes, wishes: () => EditorWishes): Extension {
  const past = undoing ? keymap.of(undoKeys(() => wishes().undoing)) : [history(), keymap.of(historyKeymap)];
  if (!isProgram(writtenIn)) return past;
  // A program is indented with Tab, and left with Escape and then Tab; every other field is left with Tab.
  return [past, keymap.of([indentWithTab, { key: 'Mod-/', run: toggleComment }]), indentOnInput()];
}

/** What is dropped or pasted is in `{{ }}` where it comes from a step; in an expression by itself they mean nothing. */
function bareExpression(text: string): string {
  const inside = /^\s*\{\{((?:(?!\}\})[^])*)\}\}\s*$/.exec(text)?.[1];
  return inside === undefined ? text : inside.trim();
}

function undoKeys(undoing: () => EditorWishes['undoing']): KeyBinding[] {
  const act = (what: 'undo' | 'redo') => (): boolean => {
    undoing()?.[what]();
    return true;
  };
  return [
    { key: 'Mod-z', run: act('undo'), shift: act('redo'), preventDefault: true },
    { key: 'Mod-y', run: act('redo'), preventDefault: true },
  ];
}

function attributesOf({ attributes, isSingleLine, placeholder: words }: EditorWishes): Extension {
  const own = { ...attributes, 'aria-multiline': String(!isSingleLine), tabindex: '0' };
  return [EditorView.contentAttributes.of(own), words === '' ? [] : placeholder(words)];
}

function sameEntries(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}

/** From one text to the other by what differs, so that the cursor stays where it is in the rest. */
function replacing(now: string, text: string): TransactionSpec | undefined {
  if (now === text) return undefined;
  const shorter = Math.min(now.length, text.length);
  let from = 0;
  while (from < shorter && now[from] === text[from]) from += 1;
  let tail = 0;
  while (tail < shorter - from && now.at(-1 - tail) === text.at(-1 - tail)) tail += 1;
  return {
    changes: { from, to: now.length - tail, insert: text.slice(from, text.length - tail) },
    annotations: [fromOutside.of(true), Transaction.addToHistory.of(false)],
    filter: false,
  };
}

function lineBreaks(text: string): { from: number; to: number; insert: string }[] {
  return Array.from(text.matchAll(/\n/g), ({ index }) => ({ from: index, to: index + 1, insert: ' ' }));
}
