/** One thing wrong with a value and where: `path` is like `tasks.1.input.source`, empty for the value itself. */
export type InputIssue = { path: string; message: string };

type Segment = PropertyKey | { readonly key: PropertyKey };

/** The parts of a validator's issue that are read: Standard Schema's two, and those zod adds. */
type RawIssue = {
  readonly message: string;
  readonly path?: readonly Segment[] | undefined;
  readonly code?: string | undefined;
  readonly keys?: readonly string[];
  readonly errors?: readonly (readonly RawIssue[])[];
};

/** A validator's issues in words that name each field. An unknown field is its own issue; of a union, the branch that came closest. */
export function inputIssues(issues: readonly RawIssue[], under: readonly string[] = []): InputIssue[] {
  return issues.flatMap((issue) => {
    const path = [...under, ...(issue.path ?? []).map(segmentName)];
    if (issue.code === 'unrecognized_keys' && issue.keys) {
      return issue.keys.map((key) => ({ path: [...path, key].join('.'), message: 'unknown field' }));
    }
    const closest = closestBranch(issue.errors ?? []);
    if (issue.code === 'invalid_union' && closest) return inputIssues(closest, path);
    return [{ path: path.join('.'), message: issue.message }];
  });
}

/** `path: message`, several joined by a semicolon. */
export function issueText(issues: readonly InputIssue[]): string {
  return issues.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; ');
}

function segmentName(segment: Segment): string {
  return String(typeof segment === 'object' ? segment.key : segment);
}

/** The branch whose first complaint lies deepest: the others were refused at the door. */
function closestBranch(branches: readonly (readonly RawIssue[])[]): readonly RawIssue[] | undefined {
  const depth = (branch: readonly RawIssue[]): number => Math.max(...branch.map((issue) => issue.path?.length ?? 0));
  return branches.filter((branch) => branch.length > 0).toSorted((a, b) => depth(b) - depth(a))[0];
}
