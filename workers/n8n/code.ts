import { namesOf } from './expressions/compile.ts';
import { NodeFailure } from './node.ts';

type Written = (scope: object, more: object) => Promise<unknown>;

const AsyncFunction = (async () => {}).constructor as new (...parts: string[]) => Written;
const compiled = new Map<string, Written>();

/** Runs the body of a function that a person wrote, with the names of the scope. It may wait for promises. */
export function codeOf(source: string, scope: object): Promise<unknown> {
  let written = compiled.get(source);
  if (!written) {
    try {
      const names = ['items', 'item', 'a', 'b', 'console'].filter((name) => name in scope);
      const more = names.length > 0 ? `let { ${names.join(', ')} } = $scope; ` : '';
      written = new AsyncFunction('$scope', `${namesOf(source)}${more}${source}`);
    } catch (error) {
      throw new NodeFailure(`the code cannot be read: ${(error as Error).message}`);
    }
    if (compiled.size > 500) compiled.clear();
    compiled.set(source, written);
  }
  return written(scope, {});
}
