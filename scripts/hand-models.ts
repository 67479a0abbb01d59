import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { build } from 'vite';
import { modelMetadata, withMetadata } from './hand-metadata.ts';

/** Of each size: the two models, the first of which lies among others in one file of the package. */
const models = {
  full: { palm: 'palm_detection_full.tflite', hand: 'hand_landmark_full.tflite' },
  lite: { palm: 'palm_detection_lite.tflite', hand: 'hand_landmark_lite.tflite' },
} as const;

/** What knows hands: the program and its models, beside the page, loaded when gestures are switched on. */
export async function bundleHands(root: string): Promise<void> {
  const folder = join(root, 'out/renderer/hands');
  await mkdir(folder, { recursive: true });
  const packages = join(root, 'node_modules/@mediapipe');
  for (const name of ['vision_wasm_internal.js', 'vision_wasm_internal.wasm']) {
    await copyFile(join(packages, 'tasks-vision/wasm', name), join(folder, name));
  }
  for (const [size, { palm, hand }] of Object.entries(models)) {
    const detector = await packedFile(join(packages, 'hands'), palm);
    const landmarks = await readFile(join(packages, 'hands', hand));
    await writeFile(join(folder, `${size}.task`), handTask(detector, landmarks));
  }
  await bundleWorker(root, folder);
}

/** The package says in its loader which bytes of its data are which file. */
async function packedFile(folder: string, name: string): Promise<Uint8Array> {
  const loader = await readFile(join(folder, 'hands_solution_packed_assets_loader.js'), 'utf8');
  const found = new RegExp(`/${name}", "start": (\\d+), "end": (\\d+)`).exec(loader);
  if (!found) throw new Error(`@mediapipe/hands has no ${name} any more`);
  const packed = await readFile(join(folder, 'hands_solution_packed_assets.data'));
  return packed.subarray(Number(found[1]), Number(found[2]));
}

/** Both models as one file, as MediaPipe takes it: each stored as it is, and at a place that can be divided by 16. */
export function handTask(detector: Uint8Array, landmarks: Uint8Array): Uint8Array {
  const metadata = modelMetadata();
  const files = { 'hand_detector.tflite': detector, 'hand_landmarks_detector.tflite': landmarks };
  let at = 0;
  const entries = Object.entries(files).map(([name, model]) => {
    const content = withMetadata(model, metadata);
    const [head, extraHead] = [30 + name.length, 4];
    const padding = (16 - ((at + head + extraHead) % 16)) % 16;
    at += head + extraHead + padding + content.length;
    const when = new Date(2026, 0, 1);
    return [name, [content, { level: 0, mtime: when, extra: { 0x4850: new Uint8Array(padding) } }]] as const;
  });
  return zipSync(Object.fromEntries(entries) as never);
}

/** A script of its own and no module: what it loads wants to be loaded as scripts. */
async function bundleWorker(root: string, folder: string): Promise<void> {
  await build({
    configFile: false,
    root: join(root, 'src/renderer/features/gestures'),
    logLevel: 'warn',
    build: {
      outDir: folder,
      emptyOutDir: false,
      lib: {
        entry: join(root, 'src/renderer/features/gestures/hands.worker.ts'),
        formats: ['iife'],
        name: 'hands',
        fileName: () => 'hands.worker.js',
      },
    },
  });
}
