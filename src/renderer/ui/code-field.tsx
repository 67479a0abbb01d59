import { useCallback, useEffect, useId, useLayoutEffect, useRef } from 'react';
import { classNames } from './class-names.ts';
import type { CodeEditor, createCodeEditor, EditorWishes } from './code-editor.ts';
import { describedBy, Field, fieldBox, type FieldTexts } from './field.tsx';
import { TextArea } from './text-area.tsx';
import { useCodeEditor } from './use-code-editor.ts';

interface CodeFieldProps
  extends
    FieldTexts,
    Partial<Pick<EditorWishes, 'isSingleLine' | 'placeholder' | 'problems' | 'complete' | 'undoing'>> {
  value: string;
  onChange: (value: string) => void;
  writtenIn: EditorWishes['writtenIn'];
  /** Lines that it has at least. */
  rows?: 1 | 2 | 8 | 12;
  className?: string;
}

const heights = {
  1: 'min-h-[calc(1lh+0.875rem)] max-h-[16lh]',
  2: 'min-h-[calc(2lh+0.875rem)] max-h-[16lh]',
  8: 'min-h-[calc(8lh+0.875rem)] max-h-[24lh]',
  12: 'min-h-[calc(12lh+0.875rem)] max-h-[24lh]',
};

const none: EditorWishes['problems'] = [];

/** Code, JSON, or a text with expressions: in colours, with words to choose from and wrong places marked. */
export function CodeField(props: CodeFieldProps) {
  const create = useCodeEditor();
  const cursor = useRef<number>(undefined);
  const takeCursor = useCallback(() => {
    const at = cursor.current;
    cursor.current = undefined;
    return at;
  }, []);
  if (create) return <Editor {...props} {...{ create, takeCursor }} />;
  const { label, hint, error, layout, isLabelHidden, className, value, onChange, rows = 1, placeholder } = props;
  // What draws it is on its way, and takes over where the cursor is by then.
  return (
    <TextArea
      {...{ label, hint, error, layout, isLabelHidden, className, value, onChange, rows, placeholder }}
      isMono
      data-uncoloured
      onSelect={(event) => (cursor.current = event.currentTarget.selectionStart)}
      onFocus={(event) => (cursor.current = event.currentTarget.selectionStart)}
      onBlur={() => (cursor.current = undefined)}
    />
  );
}

type EditorProps = CodeFieldProps & { create: typeof createCodeEditor; takeCursor: () => number | undefined };

function Editor({ create, takeCursor, label, hint, error, layout, isLabelHidden, className, ...rest }: EditorProps) {
  const id = useId();
  const parent = useRef<HTMLDivElement>(null);
  const editor = useRef<CodeEditor>(undefined);
  const { value, onChange, writtenIn, rows = 1, isSingleLine = false, placeholder = '', problems = none } = rest;
  const described = describedBy(id, { hint, error });
  const wishes: EditorWishes = {
    ...{ text: value, writtenIn, isSingleLine, placeholder, problems, onChange },
    ...{ complete: rest.complete, undoing: rest.undoing },
    attributes: {
      ...{ id, 'aria-labelledby': `${id}-label` },
      ...(described === undefined ? {} : { 'aria-describedby': described }),
      ...(error ? { 'aria-invalid': 'true' } : {}),
    },
  };
  const latest = useRef(wishes);
  useLayoutEffect(() => {
    latest.current = wishes;
    editor.current?.update(wishes);
  });
  useEffect(() => {
    if (!parent.current) return undefined;
    const made = create(parent.current, latest.current);
    editor.current = made;
    const at = takeCursor();
    if (at !== undefined) made.focus(at);
    // The browser gives the focus of a label to form fields only.
    const pressed = new AbortController();
    const named = document.getElementById(`${id}-label`);
    named?.addEventListener('click', () => made.focus(), { signal: pressed.signal });
    return () => {
      pressed.abort();
      editor.current = undefined;
      made.destroy();
    };
  }, [create, takeCursor, id]);
  return (
    <Field {...{ id, label, hint, error, layout, isLabelHidden, className }}>
      <div
        ref={parent}
        data-invalid={error ? true : undefined}
        className={classNames(
          fieldBox,
          'flex flex-col justify-start data-invalid:border-danger',
          'focus-within:outline-2 focus-within:-outline-offset-1 focus-within:outline-focus',
          heights[rows],
        )}
      />
    </Field>
  );
}
