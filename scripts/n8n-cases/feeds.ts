import { type Case, each } from './case.ts';

const rss = `<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:own="urn:own"><channel><title>Birds</title><link>https://example.org</link><description>All</description>
<item><title>One &amp; only</title><link>https://example.org/1</link><guid isPermaLink="false">g1</guid><pubDate>Thu, 29 Feb 2024 10:30:00 GMT</pubDate><description>&lt;p&gt;Some &lt;b&gt;bold&lt;/b&gt; words&lt;/p&gt;</description><category>a</category><category>b</category><dc:creator>Ada</dc:creator><own:color>grey</own:color></item>
<item><title>Two</title><link>https://example.org/2</link><content:encoded><![CDATA[<h1>Long</h1> text]]></content:encoded><enclosure url="https://example.org/a.mp3" length="3" type="audio/mpeg"/><author>ada@example.org</author><comments>https://example.org/c</comments></item>
<item/></channel></rss>`;
const atom = `<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Atom</title><entry><title type="html">&lt;b&gt;T&lt;/b&gt;</title><link rel="alternate" href="https://example.org/e"/><link rel="self" href="https://example.org/self"/><id>urn:1</id><published>2024-02-29T10:30:00Z</published><updated>2024-03-01T00:00:00Z</updated><author><name>Ada</name></author><summary>Short</summary><content type="html">&lt;p&gt;Long&lt;/p&gt;</content></entry><entry><title>No link</title><id>urn:2</id><updated>2024-03-02T00:00:00Z</updated></entry></feed>`;
const rdf = `<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://example.org"><title>RDF</title></channel><item rdf:about="https://example.org/1"><title>R1</title><link>https://example.org/1</link><description>d</description><dc:date>2024-02-29</dc:date></item></rdf:RDF>`;
const podcast = `<?xml version="1.0"?><rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel><title>Pod</title><itunes:author>Ada</itunes:author><item><title>E1</title><itunes:duration>10:00</itunes:duration><itunes:author>Ada</itunes:author><itunes:image href="https://example.org/i.png"/><itunes:keywords>a,b</itunes:keywords></item></channel></rss>`;

/** Where a case's feed is served; put in its place when it is run. */
const url = '$FEED';
const one = (feed: string, parameters: object = {}, version = 1.2): Case[] =>
  each('rssFeedRead', version, [[{ a: 1 }]], [{ url, options: {}, ...parameters }]).map((made) => ({ ...made, feed }));

export const feedCases: Case[] = [
  ...[rss, atom, rdf, podcast].flatMap((feed) => [...one(feed), ...one(feed, {}, 1)]),
  ...one(rss, { options: { customFields: 'own:color' } }),
  ...one(rss, { options: { customFields: 'own:color, category' } }),
  ...one('<rss version="2.0"><channel><title>Empty</title></channel></rss>'),
  ...one('<html><body>no feed</body></html>'),
  ...one('not xml at all'),
  ...one('<rss version="0.91"><channel><title>Old</title><item><title>x</title></item></channel></rss>'),
  ...one(rss, { url: '' }),
  ...one(rss, { url: 'no address' }),
  ...one('no feed').map((made) => ({ ...made, settings: { onError: 'continueRegularOutput' } })),
];
