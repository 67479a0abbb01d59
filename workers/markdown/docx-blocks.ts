import {
  AlignmentType,
  BorderStyle,
  ExternalHyperlink,
  HeadingLevel,
  type ILevelsOptions,
  ImageRun,
  LevelFormat,
  Paragraph,
  type ParagraphChild,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';
import type { Blockquote, List, PhrasingContent, Root, RootContent, Table as MarkdownTable } from 'mdast';
import { toString } from 'mdast-util-to-string';
import type { LoadedImage } from './docx-images.ts';

type NumberedList = { reference: string; levels: ILevelsOptions[] };
type Block = Paragraph | Table;
type Place = {
  images: Map<string, LoadedImage>;
  lists: NumberedList[];
  indent: number;
  list?: { reference: string; level: number };
};

const levels = [
  HeadingLevel.HEADING_1,
  HeadingLevel.HEADING_2,
  HeadingLevel.HEADING_3,
  HeadingLevel.HEADING_4,
  HeadingLevel.HEADING_5,
  HeadingLevel.HEADING_6,
];
/** Twentieths of a point. */
const step = 480;
const deepest = 8;

/** The paragraphs and tables of a document, and the lists its numbers belong to. */
export function toBlocks(tree: Root, images: Map<string, LoadedImage>): { children: Block[]; lists: NumberedList[] } {
  const place: Place = { images, lists: [], indent: 0 };
  return { children: tree.children.flatMap((node) => blocksOf(node, place)), lists: place.lists };
}

function blocksOf(node: RootContent, place: Place): Block[] {
  switch (node.type) {
    case 'heading':
      return [
        new Paragraph({
          heading: levels[node.depth - 1] ?? HeadingLevel.HEADING_6,
          children: runsOf(node.children, place),
        }),
      ];
    case 'paragraph':
      return [paragraph(runsOf(node.children, place), place)];
    case 'code':
      return node.value
        .split('\n')
        .map((line) => paragraph([new TextRun({ text: line, font: 'Courier New', size: 19 })], place));
    case 'blockquote':
      return quoted(node, place);
    case 'list':
      return listed(node, place);
    case 'table':
      return [tableOf(node, place), new Paragraph({})];
    case 'thematicBreak':
      return [new Paragraph({ border: { bottom: { style: BorderStyle.SINGLE, size: 6, space: 1, color: 'auto' } } })];
    case 'footnoteDefinition':
      return [paragraph([new TextRun(`[${node.identifier}] ${toString(node)}`)], place)];
    default:
      return [];
  }
}

function paragraph(children: ParagraphChild[], { indent, list }: Place): Paragraph {
  return new Paragraph({
    children,
    spacing: { after: 120 },
    ...(list
      ? { numbering: { reference: list.reference, level: list.level } }
      : indent > 0
        ? { indent: { left: indent } }
        : {}),
  });
}

function quoted({ children }: Blockquote, { list: _, ...place }: Place): Block[] {
  return children.flatMap((child) => blocksOf(child, { ...place, indent: place.indent + step }));
}

/** Each list counts for itself, so each has a numbering of its own. */
function listed(list: List, place: Place): Block[] {
  const level = Math.min(deepest, place.list ? place.list.level + 1 : 0);
  const reference = `list-${place.lists.length + 1}`;
  place.lists.push({ reference, levels: numberLevels(list) });
  return list.children.flatMap((item) => {
    const [first, ...rest] = item.children;
    const mark = item.checked === null || item.checked === undefined ? [] : [new TextRun(item.checked ? '☒ ' : '☐ ')];
    const inside = { ...place, list: { reference, level } };
    const { list: _, ...outside } = { ...inside, indent: place.indent + step * (level + 1) };
    const head =
      first?.type === 'paragraph'
        ? [paragraph([...mark, ...runsOf(first.children, inside)], inside)]
        : [paragraph(mark, inside), ...(first ? blocksOf(first, outside) : [])];
    return [...head, ...rest.flatMap((child) => blocksOf(child, child.type === 'list' ? inside : outside))];
  });
}

function numberLevels({ ordered, start }: List): ILevelsOptions[] {
  return Array.from({ length: deepest + 1 }, (_, level) => ({
    level,
    format: ordered ? LevelFormat.DECIMAL : LevelFormat.BULLET,
    text: ordered ? `%${level + 1}.` : '•',
    ...(start === null || start === undefined ? {} : { start }),
    alignment: AlignmentType.LEFT,
    style: { paragraph: { indent: { left: step * (level + 1), hanging: step / 2 } } },
  }));
}

function tableOf({ children: rows, align }: MarkdownTable, place: Place): Table {
  const sides = { left: AlignmentType.LEFT, right: AlignmentType.RIGHT, center: AlignmentType.CENTER };
  const columns = Math.max(...rows.map(({ children }) => children.length));
  return new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    rows: rows.map(
      ({ children: cells }, row) =>
        new TableRow({
          tableHeader: row === 0,
          children: Array.from({ length: columns }, (_, column) => {
            const side = align?.[column];
            const runs = runsOf(cells[column]?.children ?? [], place, { bold: row === 0 });
            return new TableCell({
              children: [new Paragraph({ children: runs, ...(side ? { alignment: sides[side] } : {}) })],
            });
          }),
        }),
    ),
  });
}

type Look = { bold?: boolean; italics?: boolean; strike?: boolean; style?: string };

function runsOf(nodes: PhrasingContent[], place: Place, look: Look = {}): ParagraphChild[] {
  return nodes.flatMap((node): ParagraphChild[] => {
    switch (node.type) {
      case 'text':
        return [new TextRun({ text: node.value.replaceAll('\n', ' '), ...look })];
      case 'strong':
        return runsOf(node.children, place, { ...look, bold: true });
      case 'emphasis':
        return runsOf(node.children, place, { ...look, italics: true });
      case 'delete':
        return runsOf(node.children, place, { ...look, strike: true });
      case 'inlineCode':
        return [new TextRun({ text: node.value, font: 'Courier New', ...look })];
      case 'break':
        return [new TextRun({ break: 1 })];
      case 'link':
        return linkTo(node.url, runsOf(node.children, place, { ...look, style: 'Hyperlink' }));
      case 'image':
        return [imageOf(node.url, node.alt ?? '', place)];
      case 'footnoteReference':
        return [new TextRun({ text: `[${node.identifier}]`, ...look })];
      case 'linkReference':
        return runsOf(node.children, place, look);
      default:
        return [];
    }
  });
}

/** An address that a program could be started by is no link in a document. */
function linkTo(url: string, children: ParagraphChild[]): ParagraphChild[] {
  return /^(https?|mailto):/i.test(url) ? [new ExternalHyperlink({ link: url, children })] : children;
}

function imageOf(url: string, text: string, { images }: Place): ParagraphChild {
  const image = images.get(url);
  if (!image) return new TextRun({ text: text === '' ? `[${url}]` : `[${text}]`, italics: true });
  const { type, data, width, height } = image;
  return new ImageRun({
    type,
    data,
    transformation: { width, height },
    altText: { name: text, title: text, description: text },
  });
}
