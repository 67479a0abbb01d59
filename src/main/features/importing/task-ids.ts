/** `Edit Fields (2)` as `edit_fields_2`; no two are the same, and halves of a node, `edit_fields_done`, have room. */
export function createTaskIds(): (name: string) => string {
  const taken = new Set<string>();
  return (name) => {
    const words = name
      .normalize('NFKD')
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '_')
      .replaceAll(/^[^a-z]+|_+$/g, '');
    const base = words.slice(0, 48) || 'node';
    let id = base;
    for (let number = 2; taken.has(id); number += 1) id = `${base}_${number}`;
    taken.add(id);
    return id;
  };
}
