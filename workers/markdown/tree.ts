import GithubSlugger from 'github-slugger';
import type { Heading, Root } from 'mdast';
import { toString } from 'mdast-util-to-string';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { visit } from 'unist-util-visit';

const parser = unified().use(remarkParse).use(remarkGfm).freeze();

/** GitHub's Markdown as a tree (mdast). */
export function parseMarkdown(text: string): Root {
  return parser.parse(text);
}

/** `slug` is the anchor as GitHub makes it, `line` counts from 1. */
export type FoundHeading = { depth: number; text: string; slug: string; line: number };

export function headingsOf(tree: Root): FoundHeading[] {
  const slugger = new GithubSlugger();
  const found: FoundHeading[] = [];
  visit(tree, 'heading', (node: Heading) => {
    const text = toString(node);
    found.push({ depth: node.depth, text, slug: slugger.slug(text), line: node.position?.start.line ?? 0 });
  });
  return found;
}
