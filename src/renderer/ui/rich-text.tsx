import { type LucideIcon, Square, SquareCheck } from 'lucide-react';
import { createElement, memo, type ReactNode, useMemo, useState } from 'react';
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
import { type Fenced, fencedCode, markdownParts } from './markdown-parts.ts';
import { MarkdownLink } from './markdown-link.tsx';
import { MarkdownPicture } from './markdown-picture.tsx';
import type { PlainPlugins } from './maths.ts';
import { useMaths } from './use-maths.ts';
import { VisuallyHidden } from './visually-hidden.tsx';
import { t } from '../../words/words.ts';

export interface RichTextProps {
  text: string;
  /** A link does nothing by itself; this decides. `href` is http(s), mailto or tel; other addresses are plain text. */
  onOpenLink: (href: string) => void;
  /** More text is coming: half-written marks are closed for now, and a cursor shows. */
  isStreaming?: boolean;
  /** Where a picture lies that may be drawn, of one with this address; undefined for all others. */
  pictureOf?: ((src: string) => string | undefined) | undefined;
  /** All headings in the text have this level, so that the page's outline has no holes. */
  headingLevel?: 2 | 3 | 4;
}

// An id from the text could stand in for one of the page's own.
const withoutFormulas: PlainPlugins = {
  remark: Object.values(defaultRemarkPlugins),
  rehype: { ...defaultRehypePlugins, dropIds: () => dropIds },
};
const plainPlugins: Plugins = { rehypePlugins: Object.values(withoutFormulas.rehype) };
/** Of a text with no tag in it nothing need be read as HTML, which takes a third of the time. */
const { raw: _raw, ...withoutHtml } = withoutFormulas.rehype;
const untaggedPlugins: Plugins = { rehypePlugins: Object.values(withoutHtml) };
/** Made once, so that what is drawn keeps them. */
let formulaPlugins: Plugins | undefined;

/** Untrusted Markdown. HTML is sanitised; pictures of elsewhere are links, because to load one tells its server. */
export function RichText({ text, onOpenLink, pictureOf, isStreaming = false, headingLevel = 3 }: RichTextProps) {
  const components = useMemo(
    () => componentsFor({ onOpenLink, pictureOf, headingLevel }),
    [onOpenLink, pictureOf, headingLevel],
  );
  const { text: shown, withFormulas } = useMaths(text);
  const plugins = withFormulas ? (formulaPlugins ??= withFormulas(withoutFormulas)) : plainPlugins;
  // What was written piece by piece keeps its pieces: to join them would be to draw it once more.
  const [grows] = useState(isStreaming);
  const parts = markdownParts(shown, grows);
  return (
    <div className="markdown-parts">
      {partGroups(parts).map((group, at, groups) => (
        <Parts
          key={at}
          texts={group}
          components={components}
          isStreaming={isStreaming && at === groups.length - 1}
          plugins={plugins}
        />
      ))}
    </div>
  );
}

type Plugins = Pick<StreamdownProps, 'remarkPlugins' | 'rehypePlugins'>;

type Looks = {
  components: Components;
  isStreaming: boolean;
  plugins: Plugins;
};

/** Parts that are laid out together: the browser looks in every frame whether a box that may be out of sight is in sight. */
const groupSize = 8;

function partGroups(parts: string[]): string[][] {
  return Array.from({ length: Math.ceil(parts.length / groupSize) }, (_, at) =>
    parts.slice(at * groupSize, (at + 1) * groupSize),
  );
}

type PartsProps = Looks & { texts: string[] };

const Parts = memo(
  function Parts({ texts, isStreaming, ...looks }: PartsProps) {
    return (
      <div>
        {texts.map((text, at) => (
          <Part key={at} text={text} isStreaming={isStreaming && at === texts.length - 1} {...looks} />
        ))}
      </div>
    );
  },
  (before, after) =>
    before.texts.length === after.texts.length &&
    after.texts.every((text, at) => text === before.texts[at]) &&
    (['components', 'isStreaming', 'plugins'] as const).every((name) => before[name] === after[name]),
);

/** Drawn again only when its own text changes: of a long answer that streams, the last one. */
const Part = memo(function Part({ text, components, isStreaming, plugins }: Looks & { text: string }) {
  // What was written piece by piece stays so: the other way has other elements, and all of it would be made once more.
  const [mode] = useState<'streaming' | 'static'>(isStreaming ? 'streaming' : 'static');
  const fenced = fencedCode(text);
  if (fenced) {
    return (
      <div className="markdown">
        <MarkdownCode {...fenced} />
      </div>
    );
  }
  return (
    <Streamdown
      // What it has drawn it keeps while the text is the same, whatever it is to be drawn with.
      key={plugins === formulaPlugins && text.includes('$$') ? 'formulas' : 'words'}
      className="markdown"
      data-streaming={isStreaming || undefined}
      data-heading={text.startsWith('#') || undefined}
      mode={mode}
      parseIncompleteMarkdown={isStreaming}
      {...(plugins === plainPlugins && !text.includes('<') ? untaggedPlugins : plugins)}
      components={components}
    >
      {text}
    </Streamdown>
  );
});

type ComponentParts = Pick<RichTextProps, 'onOpenLink' | 'pictureOf'> & { headingLevel: number };

function componentsFor({ onOpenLink, pictureOf, headingLevel }: ComponentParts): Components {
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
      <MarkdownPicture src={typeof src === 'string' ? src : undefined} {...{ alt, onOpen: onOpenLink, pictureOf }} />
    ),
    inlineCode: ({ children }) => <InlineCode>{textOf(children)}</InlineCode>,
    code: ({ className, children }) => {
      const language = /language-(\S+)/.exec(className ?? '')?.[1];
      return <MarkdownCode language={language} code={textOf(children).replace(/\n$/, '')} />;
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

function MarkdownCode({ language, code }: Fenced) {
  return (
    <CodeBlock
      code={code}
      language={language}
      label={language === undefined ? t('Code') : languageLabel(language)}
      hasBar={language !== undefined}
    />
  );
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
