import { fail, type WorkerContext } from 'heron/worker-kit';
import { Resvg } from '@cf-wasm/resvg/node';
import { BarChart, CustomChart, HeatmapChart, LineChart, PieChart, ScatterChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TitleComponent, VisualMapComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import roboto from 'pdfmake/build/fonts/Roboto.js';
import { type Draw, type Drawing, drawingOf } from './drawing.ts';
import { geoOptions } from './geo.ts';
import { type Shapes, shapesIn } from './geojson.ts';
import { optionsOf } from './options.ts';
import { plottedOf } from './plotted.ts';
import { themes } from './theme.ts';

use([BarChart, CustomChart, HeatmapChart, LineChart, PieChart, ScatterChart]);
use([GridComponent, LegendComponent, TitleComponent, VisualMapComponent, SVGRenderer]);

let fonts: Uint8Array[] | undefined;

export const draw: Draw = async (wish, context) => {
  const format = formatOf(wish.saveTo);
  const input = await drawingOf(wish, context);
  const { saveTo, overwrite, width, height, kind, data } = input;
  const svg = svgOf(input, await shapesOf(input, context));
  context.signal.throwIfAborted();
  const png = await pngOf(svg, width * 2);
  const writer = await context.blobs.create({ mediaType: 'image/png', name: `${kind}.png` });
  await writer.write(png);
  const { blob } = await writer.finish();
  const output = { picture: blob, kind, width, height, rows: data.rows.length };
  if (saveTo === undefined) return output;
  const { size } = await context.files.write(saveTo, format === 'svg' ? svg : png, { overwrite });
  return { ...output, path: saveTo, bytes: size };
};

function formatOf(path: string | undefined): 'svg' | 'png' {
  if (path === undefined || /\.png$/i.test(path)) return 'png';
  if (/\.svg$/i.test(path)) return 'svg';
  return fail('invalid-input', `${path} ends neither with .svg nor with .png`, { field: 'saveTo' });
}

/** Errors: `invalid-input` for what is no GeoJSON, and for shapes of a chart that has none. */
async function shapesOf({ kind, shapes, shapesFile }: Drawing, context: WorkerContext): Promise<Shapes> {
  const field = shapes === undefined ? 'shapesFile' : 'shapes';
  if (shapes === undefined && shapesFile === undefined) return { areas: [], lines: [], points: [] };
  if (kind !== 'geo') fail('invalid-input', `A ${kind} chart has no shapes`, { field });
  if (shapes !== undefined && shapesFile !== undefined)
    fail('invalid-input', 'Give the shapes or their file', { field });
  if (shapesFile === undefined) return shapesIn(shapes);
  const text = await context.files.readText(shapesFile);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return fail('invalid-input', `${shapesFile} is no JSON: ${why}`, { field });
  }
  return shapesIn(value);
}

function svgOf(input: Drawing, shapes: Shapes): string {
  const { width, height, theme, kind } = input;
  const options =
    kind === 'geo' ? geoOptions(input, shapes, themes[theme]) : optionsOf(input, plottedOf(input), themes[theme]);
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption(options);
    return plainNames(chart.renderToSVGString());
  } finally {
    // What is not disposed keeps the process from ending.
    chart.dispose();
  }
}

/** Without what is for a pointer over it, and without the numbers of what was drawn before: the same chart is the same file. */
function plainNames(svg: string): string {
  return svg
    .replaceAll(/ class="zr[^"]*"/g, '')
    .replaceAll(/ ecmeta_\w+="[^"]*"/g, '')
    .replace(/<style[^>]*>.*?<\/style>/s, '')
    .replaceAll(/\bzr\d+-/g, 'heron-');
}

/** Twice as many dots as units, for screens that have them. */
async function pngOf(svg: string, width: number): Promise<Uint8Array> {
  fonts ??= ['Roboto-Regular.ttf', 'Roboto-Medium.ttf'].map((name) =>
    Buffer.from(roboto.vfs[name]?.data ?? '', 'base64'),
  );
  const image = await Resvg.async(svg, {
    fitTo: { mode: 'width', value: width },
    font: { fontBuffers: fonts, defaultFontFamily: 'Roboto', sansSerifFamily: 'Roboto' },
  });
  const rendered = image.render();
  try {
    return rendered.asPng();
  } finally {
    rendered.free();
    image.free();
  }
}
