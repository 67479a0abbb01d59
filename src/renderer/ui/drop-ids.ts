interface Node {
  properties?: Record<string, unknown>;
  children?: Node[];
}

/** Takes ids and names off every element of a tree of HTML. */
export function dropIds(node: Node): void {
  if (node.properties) {
    delete node.properties['id'];
    delete node.properties['name'];
  }
  for (const child of node.children ?? []) dropIds(child);
}
