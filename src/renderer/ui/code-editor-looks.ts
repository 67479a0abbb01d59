import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

const accent = 'var(--color-accent)';
const success = 'var(--color-success)';
const warning = 'var(--color-warning)';
const muted = 'var(--color-muted)';

/** As code in answers is coloured (highlighted-code.tsx). */
const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.typeName, tags.className, tags.standard(tags.name)], color: accent },
  { tag: [tags.function(tags.variableName), tags.special(tags.variableName)], color: accent },
  { tag: [tags.string, tags.regexp, tags.special(tags.string), tags.character], color: success },
  { tag: [tags.number, tags.bool, tags.null, tags.atom, tags.propertyName], color: warning },
  { tag: [tags.comment, tags.meta], color: muted, fontStyle: 'italic' },
  { tag: [tags.brace], color: muted },
]);

/** Everything in the colours and sizes of the theme, which know light, dark and more contrast by themselves. */
const looks = EditorView.theme({
  '&': { color: 'var(--color-text)', backgroundColor: 'transparent', fontSize: 'inherit', maxHeight: 'inherit' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': {
    fontFamily: 'var(--font-mono)',
    lineHeight: 'inherit',
    maxHeight: 'inherit',
    overflow: 'auto',
    scrollbarWidth: 'thin',
  },
  '.cm-content': { padding: '0.375rem 0', caretColor: 'var(--color-text)' },
  '.cm-line': { padding: '0 0.625rem' },
  '.cm-placeholder': { color: muted },
  '&.cm-focused .cm-matchingBracket, &.cm-focused .cm-nonmatchingBracket': {
    backgroundColor: 'var(--color-accent-soft)',
    color: 'inherit',
  },
  '.cm-lintRange-error, .cm-lintRange-warning': {
    backgroundImage: 'none',
    padding: '0',
    textDecoration: 'underline wavy var(--color-danger)',
    textDecorationSkipInk: 'none',
  },
  '.cm-lintPoint-error::after': { borderBottomColor: 'var(--color-danger)' },
  '.cm-tooltip': {
    color: 'var(--color-text)',
    backgroundColor: 'var(--color-raised)',
    border: '1px solid var(--color-border)',
    borderRadius: '0.375rem',
    boxShadow: 'var(--shadow-overlay)',
    overflow: 'hidden',
    zIndex: '60',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--font-mono)', maxHeight: '14em', maxWidth: '26rem' },
  '.cm-tooltip-autocomplete ul li': { padding: '0.25rem 0.625rem', lineHeight: '1.25rem' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    color: 'var(--color-text)',
    backgroundColor: 'var(--color-accent-soft)',
  },
  '.cm-tooltip-autocomplete ul li.cm-completion-section, .cm-tooltip-autocomplete ul completion-section': {
    display: 'block',
    padding: '0.25rem 0.625rem',
    border: 'none',
    opacity: '1',
    color: muted,
    fontFamily: 'var(--font-sans)',
    fontSize: 'var(--text-xs)',
  },
  '.cm-completionMatchedText': { textDecoration: 'none', color: accent },
  '.cm-completionDetail': { color: muted, fontStyle: 'normal', marginLeft: '0.75em' },
  '.cm-diagnostic': { padding: '0.375rem 0.625rem', fontSize: 'var(--text-xs)' },
  '.cm-diagnostic-error': { borderLeft: '3px solid var(--color-danger)' },
  // The system takes backgrounds away where it dictates colours.
  '@media (forced-colors: active)': {
    '.cm-tooltip-autocomplete ul li[aria-selected]': {
      forcedColorAdjust: 'none',
      color: 'HighlightText',
      backgroundColor: 'Highlight',
    },
  },
});

export const editorLooks = [looks, syntaxHighlighting(colours)];
