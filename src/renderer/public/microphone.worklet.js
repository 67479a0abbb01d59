/** 32 ms at 16 kHz. */
const pieceSamples = 512;
/** Of a quiet room a second is gathered: each message costs the page, the engine and the way between them the same, whatever it holds. */
const mostGathered = 32;
/** A piece so much louder than the room may be speech; the engine, which decides that, wants more. */
const loudAbove = 1.6;
const quietestFloor = 20;
const floorFalls = 0.4;
const floorRises = 0.03;
/** What is louder for eight seconds is the room. */
const longestLoud = 250;
/** Half a second: the engine hears by the silence that somebody has finished. */
const piecesAfterSound = 16;

/**
 * Hands on what the microphone hears, 16 bits at 16 kHz: at once while there is sound or the engine hears speech (it is told so by
 * `true`), gathered while it is quiet. Nothing is left out.
 */
class Microphone extends AudioWorkletProcessor {
  gathered = [];
  piece = new Int16Array(pieceSamples);
  filled = 0;
  floor = 100;
  quietest = Infinity;
  loud = 0;
  sinceSound = 0;
  isSpeech = false;

  constructor() {
    super();
    this.port.onmessage = ({ data }) => {
      this.isSpeech = data;
    };
  }

  process([[channel]]) {
    for (const sample of channel ?? []) {
      this.piece[this.filled] = Math.max(-1, Math.min(1, sample)) * 32767;
      this.filled += 1;
      if (this.filled === pieceSamples) this.take();
    }
    return true;
  }

  take() {
    this.sinceSound = this.isLoud(loudness(this.piece)) || this.isSpeech ? 0 : this.sinceSound + 1;
    this.gathered.push(this.piece);
    this.piece = new Int16Array(pieceSamples);
    this.filled = 0;
    if (this.sinceSound <= piecesAfterSound || this.gathered.length === mostGathered) this.handOn();
  }

  isLoud(level) {
    if (level > this.floor * loudAbove) {
      this.loud += 1;
      this.quietest = Math.min(this.quietest, level);
      if (this.loud < longestLoud) return true;
      this.floor = this.quietest;
    }
    this.loud = 0;
    this.quietest = Infinity;
    this.floor += (level - this.floor) * (level < this.floor ? floorFalls : floorRises);
    this.floor = Math.max(this.floor, quietestFloor);
    return false;
  }

  handOn() {
    const all = new Int16Array(this.gathered.length * pieceSamples);
    for (const [index, piece] of this.gathered.entries()) all.set(piece, index * pieceSamples);
    this.gathered = [];
    this.port.postMessage(all.buffer, [all.buffer]);
  }
}

function loudness(piece) {
  let sum = 0;
  for (const sample of piece) sum += sample * sample;
  return Math.sqrt(sum / piece.length);
}

registerProcessor('microphone', Microphone);
