/** What each package needs, by its key. */
export type Graph = Map<string, { label: string; needs: string[] }>;

const mostWays = 50;

/** Every way from what the project asks for to one package, the shortest first, at most fifty. */
export function waysIn(graph: Graph, asked: string[], wanted: string): string[][] {
  const ways: string[][] = [];
  let heads = asked.filter((key) => graph.has(key)).map((key) => [key]);
  // One step further each time, and no package twice on a way; the count ends what branches without end.
  for (let steps = 0; heads.length > 0 && heads.length < 20_000 && ways.length < mostWays && steps < 100; steps += 1) {
    const next: string[][] = [];
    for (const way of heads) {
      if (way.at(-1) === wanted) ways.push(way);
      else next.push(...stepsFrom(way, graph));
    }
    heads = next;
  }
  return ways.slice(0, mostWays).map((way) => ['the project', ...way.map((key) => graph.get(key)?.label ?? key)]);
}

function stepsFrom(way: string[], graph: Graph): string[][] {
  const needs = graph.get(way.at(-1) ?? '')?.needs ?? [];
  return needs.filter((key) => graph.has(key) && !way.includes(key)).map((key) => [...way, key]);
}
