import { actions } from './actions.tsx';
import { basics } from './basics.tsx';
import { fields } from './fields.tsx';
import { floating } from './floating.tsx';
import { lists } from './lists.tsx';
import { screens } from './screens.tsx';
import type { SpecimenGroup } from './specimen.ts';
import { states } from './states.tsx';
import { text } from './text.tsx';

export const groups: SpecimenGroup[] = [basics, actions, fields, states, text, lists, floating, screens];

/** Files of `src/renderer/ui` that draw nothing of their own, and why. */
export const silentParts: Record<string, string> = {
  'canvas-colours.ts': 'works out the colours of the theme for a canvas',
  'adopted-styles.ts': 'has the page adopt the styles of CodeField',
  'changed-range.ts': 'reckons which part of a line changed; DiffView marks it',
  'chart-options.ts': 'what the chart library is told; Chart draws',
  'class-names.ts': 'joins class names',
  'code-completions.ts': 'words that CodeField offers',
  'code-editor-javascript.ts': 'the grammar of JavaScript and TypeScript',
  'code-editor-languages.ts': 'what CodeField can be written in',
  'code-editor-looks.ts': 'the looks of CodeField',
  'code-editor-python.ts': 'the grammar of Python',
  'code-editor.ts': 'draws the editor inside CodeField',
  'code-problems.ts': 'marks what is wrong in a CodeField',
  'code-languages.ts': 'names of languages; CodeBlock is coloured for them',
  'code-lines.ts': 'cuts coloured code into lines',
  'colouring.ts': 'says when code that grows is coloured',
  'copy-text.ts': 'writes to the clipboard',
  'drop-ids.ts': 'takes ids out of Markdown',
  'expression-mode.ts': 'the grammar of expressions',
  'floating-host.ts': 'says where menus and tooltips are put',
  'hidden-characters.ts': 'finds invisible characters; RevealedText shows them',
  'highlighter.ts': 'colours code; HighlightedCode shows it',
  'json-path.ts': 'words for a place in a value; JsonView copies them',
  'key-names.ts': 'names of keys; KeyHint shows them',
  'list-text.ts': 'writes several things in a row, as the language does',
  'markdown-parts.ts': 'cuts Markdown where it can be drawn piece by piece',
  'markdown.css': 'the looks of Markdown',
  'math-marks.ts': 'finds formulas in a text',
  'maths.ts': 'turns formulas into MathML; RichText draws them',
  'overlay.ts': 'the looks that dialogs and menus share',
  'select.css': 'the looks of Select',
  'spare-time.ts': 'does work when nothing else is to be done',
  'time-text.ts': 'words for times; RelativeTime shows them',
  'toast-store.ts': 'holds the toasts; ToastRegion shows them',
  'tone.ts': 'the classes of the tones',
  'ui-root.tsx': 'stands around the whole page, this one too',
  'unified-diff.ts': 'reads a diff; DiffView shows it',
  'use-code-editor.ts': 'loads what draws a CodeField',
  'use-file-drop.ts': 'takes files that are dropped; DropHint shows where',
  'use-highlighted.ts': 'follows the colours of code as they are made',
  'use-list-scroll.ts': 'scrolls a VirtualList',
  'use-maths.ts': 'loads what draws formulas for a text that has some',
  'use-media.ts': 'asks for the width of the window',
  'use-row-keys.ts': 'moves the focus in a VirtualList',
  'use-size.ts': 'asks how large an element is',
  'use-themed.ts': 'asks again for colours when the theme changes',
  'visually-hidden.tsx': 'is heard and never seen',
};
