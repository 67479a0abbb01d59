import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take long though they are short: begun last, one of them would run alone at the end. */
const long = ['kills', 'timeline', 'screens', 'gallery', 'debian-package', 'packages'];

/** Vitest's own order, which without an earlier run goes by size, after the files that are known to take longest. */
export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const at = long.findIndex((name) => moduleId.endsWith(`/e2e/${name}.test.ts`));
      return at === -1 ? long.length : at;
    };
    // oxlint-disable-next-line unicorn/no-array-sort -- it is vitest's method, not an array's
    const usual = await super.sort(files);
    return usual.toSorted((one, other) => place(one) - place(other));
  }
}
