import { Builder } from 'flatbuffers';

/**
 * What MediaPipe's tasks want a model to say of itself: that it takes one picture, its colours from 0 to 1. The schema is
 * TensorFlow Lite's metadata_schema.fbs; numbers are its fields.
 */
export function modelMetadata(): Uint8Array {
  const builder = new Builder(1024);
  const table = (size: number, fill: () => void): number => {
    builder.startObject(size);
    fill();
    return builder.endObject();
  };
  const list = (tables: number[]): number => {
    builder.startVector(4, tables.length, 4);
    for (const each of tables.toReversed()) builder.addOffset(each);
    return builder.endVector();
  };
  const numbers = (value: number): number => {
    builder.startVector(4, 1, 4);
    builder.addFloat32(value);
    return builder.endVector();
  };
  const [mean, deviation] = [numbers(0), numbers(255)];
  const normalization = table(2, () => {
    builder.addFieldOffset(0, mean, 0);
    builder.addFieldOffset(1, deviation, 0);
  });
  const unit = table(2, () => {
    builder.addFieldInt8(0, 1, 0);
    builder.addFieldOffset(1, normalization, 0);
  });
  const units = list([unit]);
  const colours = table(2, () => builder.addFieldInt8(0, 1, 0));
  const content = table(3, () => {
    builder.addFieldInt8(0, 2, 0);
    builder.addFieldOffset(1, colours, 0);
  });
  const name = builder.createString('image');
  const input = table(7, () => {
    builder.addFieldOffset(0, name, 0);
    builder.addFieldOffset(3, content, 0);
    builder.addFieldOffset(4, units, 0);
  });
  const inputs = list([input]);
  const graph = table(10, () => builder.addFieldOffset(2, inputs, 0));
  const graphs = list([graph]);
  const [title, version] = [builder.createString('hand'), builder.createString('1.0.0')];
  const root = table(8, () => {
    builder.addFieldOffset(0, title, 0);
    builder.addFieldOffset(3, graphs, 0);
    builder.addFieldOffset(7, version, 0);
  });
  builder.finish(root, 'M001');
  return builder.asUint8Array();
}

const metadataName = 'TFLITE_METADATA';
/** Of a TFLite model's root table: version, operator codes, subgraphs, description, buffers, …, metadata, signatures. */
const field = { version: 0, operators: 1, graphs: 2, description: 3, buffers: 4, metadata: 6, signatures: 7 };

/**
 * The model with metadata. Its bytes stay as they are; before them comes a new root, which points at what was there and at one
 * buffer more. In a FlatBuffer every pointer goes forward, so nothing behind it has to be moved.
 */
export function withMetadata(given: Uint8Array, metadata: Uint8Array): Uint8Array {
  const model = Buffer.from(given);
  const old = readRoot(model);
  const buffers = old.target(field.buffers);
  const count = model.readUInt32LE(buffers);
  const { place, size } = layOut(count, metadata.length);
  const front = Buffer.alloc(size);
  const point = (at: number, target: number): void => pointAt(front, at, target);
  front.writeUInt32LE(place.root, 0);
  front.write('TFL3', 4, 'latin1');

  writeRoot(front, { place, size, old });
  writeBuffers(front, { place, size, model, buffers, count });

  front.writeUInt32LE(1, place.metadataList);
  point(place.metadataList + 4, place.metadata);
  writeVtable(front, place.metadataShape, place.metadata, 2);
  point(place.metadata + 4, place.name);
  front.writeUInt32LE(count, place.metadata + 8);
  front.writeUInt32LE(metadataName.length, place.name);
  front.write(metadataName, place.name + 4, 'latin1');

  writeVtable(front, place.bufferShape, place.buffer, 1);
  point(place.buffer + 4, place.data);
  front.writeUInt32LE(metadata.length, place.data);
  front.set(metadata, place.data + 4);
  return Buffer.concat([front, model]);
}

type Place = ReturnType<typeof layOut>['place'];
type OldRoot = ReturnType<typeof readRoot>;

function pointAt(front: Buffer, at: number, target: number): void {
  front.writeUInt32LE(target - at, at);
}

/** The new root: what is kept lies `size` bytes further on. */
function writeRoot(front: Buffer, { place, size, old }: { place: Place; size: number; old: OldRoot }): void {
  writeVtable(front, place.rootShape, place.root, 8);
  const targets = new Map<number, number>([
    [field.buffers, place.buffers],
    [field.metadata, place.metadataList],
  ]);
  for (const kept of [field.operators, field.graphs, field.description, field.signatures]) {
    const target = old.target(kept);
    if (target !== 0) targets.set(kept, size + target);
  }
  front.writeUInt32LE(old.version, place.root + 4);
  for (let index = 1; index < 8; index += 1) {
    const target = targets.get(index);
    if (target === undefined) front.writeUInt16LE(0, place.rootShape + 4 + 2 * index);
    else pointAt(front, place.root + 4 + 4 * index, target);
  }
}

type OldBuffers = { place: Place; size: number; model: Buffer; buffers: number; count: number };

/** All that there were, and the one that holds the metadata. */
function writeBuffers(front: Buffer, { place, size, model, buffers, count }: OldBuffers): void {
  front.writeUInt32LE(count + 1, place.buffers);
  for (let index = 0; index < count; index += 1) {
    const at = buffers + 4 + 4 * index;
    pointAt(front, place.buffers + 4 + 4 * index, size + at + model.readUInt32LE(at));
  }
  pointAt(front, place.buffers + 4 + 4 * count, place.buffer);
}

/** A table of so many fields, each of four bytes and in their order. */
function writeVtable(front: Buffer, shape: number, table: number, fields: number): void {
  front.writeUInt16LE(4 + 2 * fields, shape);
  front.writeUInt16LE(4 + 4 * fields, shape + 2);
  for (let index = 0; index < fields; index += 1) front.writeUInt16LE(4 + 4 * index, shape + 4 + 2 * index);
  front.writeInt32LE(table - shape, table);
}

function layOut(buffers: number, metadataBytes: number) {
  let end = 8;
  const take = (bytes: number, alignment = 4): number => {
    const at = Math.ceil(end / alignment) * alignment;
    end = at + bytes;
    return at;
  };
  const place = {
    rootShape: take(4 + 2 * 8),
    root: take(4 + 4 * 8),
    buffers: take(4 + 4 * (buffers + 1)),
    metadataList: take(8),
    metadataShape: take(4 + 2 * 2),
    metadata: take(4 + 4 * 2),
    name: take(4 + metadataName.length + 1),
    bufferShape: take(4 + 2),
    buffer: take(8),
    // The bytes themselves lie at a place that can be divided by 16, their count before them.
    data: take(16 + metadataBytes, 16) + 12,
  };
  // As before, what lay at a place that can be divided by 64 does so again.
  return { place, size: Math.ceil(end / 64) * 64 };
}

function readRoot(model: Buffer) {
  const root = model.readUInt32LE(0);
  const shape = root - model.readInt32LE(root);
  const placeOf = (index: number): number => {
    const at = 4 + 2 * index;
    const offset = at < model.readUInt16LE(shape) ? model.readUInt16LE(shape + at) : 0;
    return offset === 0 ? 0 : root + offset;
  };
  const version = placeOf(field.version);
  return {
    version: version === 0 ? 3 : model.readUInt32LE(version),
    /** Where it points to; 0 for a field that is not there. */
    target(index: number): number {
      const at = placeOf(index);
      return at === 0 ? 0 : at + model.readUInt32LE(at);
    },
  };
}
