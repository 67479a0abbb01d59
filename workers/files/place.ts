import { fail, type WorkerContext } from 'heron/worker-kit';

/** Where something goes that is copied or moved to `destination`: into a folder under its own name, else right there. */
export async function placeFor(source: string, destination: string, context: WorkerContext): Promise<string> {
  const status = await context.files.status(destination);
  const place = status?.kind === 'folder' ? `${destination}/${nameOf(source)}` : destination;
  if (place === source) fail('invalid-input', `${source} is already there`, { path: source });
  if (isBelow(place, source)) fail('invalid-input', `${source} cannot be put into itself`, { path: source });
  return place;
}

function isBelow(path: string, folder: string): boolean {
  return path.startsWith(`${folder}/`) || path.startsWith(`${folder}\\`);
}

function nameOf(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}
