import { type LucideIcon, Square, SquareCheck } from 'lucide-react';
import { createElement, memo, type ReactNode, useMemo } from 'react';
import {
  type Components,
  Streamdown,
  type StreamdownProps,
  defaultRehypePlugins,
  defaultRemarkPlugins,
} from 'streamdown';
import { CodeBlock } from './code-block.tsx';
import { languageLabel } from './code-languages.ts';
import { dropIds } from './drop-ids.ts';
import { InlineCode } from './inline-code.tsx';
import { markdownParts } from './markdown-parts.ts';
import { MarkdownLink } from './markdown-link.tsx';
import type { PlainPlugins } from './maths.ts';
import { useMaths } from './use-maths.ts';
import { VisuallyHidden } from './visually-hidden.tsx';
import { t } from '../words/words.ts';

export interface RichTextProps {
  text: string;
  /** A link does nothing by itself; this decides. `href` is http(s), mailto or tel; other addresses are plain text. */
  onOpenLink: (href: string) => void;
  /** More text is coming: half-written marks are closed for now, and a cursor shows. */
  isStreaming?: boolean;
  /** All headings in the text have this level, so that the page's outline has no holes. */
  headingLevel?: 2 | 3 | 4;
}

// An id from the text could stand in for one of the page's own.
const withoutFormulas: PlainPlugins = {
  remark: Object.values(defaultRemarkPlugins),
  rehype: { ...defaultRehypePlugins, dropIds: () => dropIds },
};
const plainPlugins: Plugins = { rehypePlugins: Object.values(withoutFormulas.rehype) };
/** Made once, so that what is drawn keeps them. */
let formulaPlugins: Plugins | undefined;

/** Untrusted Markdown. HTML is sanitised; pictures are links, because to load one tells its server. */
export function RichText({ text, onOpenLink, isStreaming = false, headingLevel = 3 }: RichTextProps) {
  const components = useMemo(() => componentsFor(onOpenLink, headingLevel), [onOpenLink, headingLevel]);
  const { text: shown, withFormulas } = useMaths(text);
  const plugins = withFormulas ? (formulaPlugins ??= withFormulas(withoutFormulas)) : plainPlugins;
  const parts = markdownParts(shown);
  return (
    <div className="markdown-parts">
      {parts.map((part, at) => (
        <Part
          key={at}
          text={part}
          components={components}
          isStreaming={isStreaming && at === parts.length - 1}
          plugins={plugins}
        />
      ))}
    </div>
  );
}

type Plugins = Pick<StreamdownProps, 'remarkPlugins' | 'rehypePlugins'>;

type PartProps = {
  text: string;
  components: Components;
  isStreaming: boolean;
  plugins: Plugins;
};

/** Drawn again only when its own text changes: of a long answer that streams, the last one. */
const Part = memo(function Part({ text, components, isStreaming, plugins }: PartProps) {
  return (
    <Streamdown
      className="markdown"
      data-streaming={isStreaming || undefined}
      data-heading={text.startsWith('#') || undefined}
      mode={isStreaming ? 'streaming' : 'static'}
      {...plugins}
      components={components}
    >
      {text}
    </Streamdown>
  );
});

function componentsFor(onOpenLink: (href: string) => void, headingLevel: number): Components {
  const plain = [
    'p',
    'ul',
    'ol',
    'li',
    'strong',
    'blockquote',
    'hr',
    'thead',
    'tbody',
    'tr',
    'th',
    'td',
    'sup',
    'sub',
    'section',
  ];
  return {
    // Streamdown's own elements carry classes of a design that is not ours.
    ...Object.fromEntries(plain.map((name) => [name, name])),
    ...Object.fromEntries([1, 2, 3, 4, 5, 6].map((level) => [`h${level}`, headingOf(level, headingLevel)])),
    a: ({ href, children }) => (
      <MarkdownLink href={href} onOpen={onOpenLink}>
        {children}
      </MarkdownLink>
    ),
    img: ({ src, alt }) => (
      <MarkdownLink href={typeof src === 'string' ? src : undefined} onOpen={onOpenLink}>
        {alt ? t('Picture: {{alt}}', { alt }) : t('Picture')}
      </MarkdownLink>
    ),
    inlineCode: ({ children }) => <InlineCode>{textOf(children)}</InlineCode>,
    code: ({ className, children }) => {
      const language = /language-(\S+)/.exec(className ?? '')?.[1];
      return (
        <CodeBlock
          code={textOf(children).replace(/\n$/, '')}
          language={language}
          label={language === undefined ? t('Code') : languageLabel(language)}
          hasBar={language !== undefined}
        />
      );
    },
    math: Formula,
    // The box of a task list; the lists it comes from cannot be ticked.
    input: ({ checked }) =>
      checked ? <TaskBox icon={SquareCheck} said={t('Done:')} /> : <TaskBox icon={Square} said={t('To do:')} />,
    table: ({ children }) => (
      <div role="group" aria-label={t('Table')} tabIndex={0} className="overflow-x-auto rounded-lg border">
        <table>{children}</table>
      </div>
    ),
  };
}

function headingOf(level: number, shownLevel: number): Components[string] {
  const Heading = `h${shownLevel}` as 'h2' | 'h3' | 'h4';
  return function MarkdownHeading({ children }) {
    return <Heading data-level={level}>{children as string}</Heading>;
  };
}

/** A long formula scrolls by itself, also by the keys. */
function Formula({ display, children }: Record<string, unknown>) {
  const formula = createElement('math', display === 'block' ? { display } : {}, children as ReactNode);
  if (display !== 'block') return formula;
  return (
    <div role="group" aria-label={t('Formula')} tabIndex={0} className="overflow-x-auto py-1">
      {formula}
    </div>
  );
}

function TaskBox({ icon: Icon, said }: { icon: LucideIcon; said: string }) {
  return (
    <span data-task>
      <Icon aria-hidden size={15} />
      <VisuallyHidden>{said}</VisuallyHidden>
    </span>
  );
}

function textOf(children: ReactNode): string {
  if (Array.isArray(children)) return children.map(textOf).join('');
  return typeof children === 'string' ? children : '';
}
