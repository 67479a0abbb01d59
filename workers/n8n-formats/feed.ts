import RssParser from 'rss-parser';
import { type Fields, isFields, type Kind, mustBeGiven, NodeFailure, perItem, wordsOf } from './call.ts';

/** RSS Read: the entries of a feed that was fetched for each item. */
export const feed: Kind = async (call) => {
  mustBeGiven(call, 'url', 'URL');
  return perItem(call, async (_, index) => {
    const url = call.text('url', index);
    if (!URL.canParse(url)) throw new NodeFailure('The provided "URL" is not valid!');
    const answer = call.answers[index];
    if (!isFields(answer)) throw new NodeFailure(`Nothing came from ${url}`);
    const item = call
      .text('options.customFields', index)
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '');
    const parser = new RssParser<Fields, Fields>({ customFields: { item } });
    const { items } = await parser.parseString(wordsOf(answer['body'] ?? ''));
    return items.map((entry) => ({ json: { ...entry }, pairedItem: index }));
  });
};
