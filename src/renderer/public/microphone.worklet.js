/** Hands on what the microphone hears in pieces of 32 ms: 512 samples of 16 bits at 16 kHz. */
class Microphone extends AudioWorkletProcessor {
  piece = new Int16Array(512);
  filled = 0;

  process([[channel]]) {
    for (const sample of channel ?? []) {
      this.piece[this.filled] = Math.max(-1, Math.min(1, sample)) * 32767;
      this.filled += 1;
      if (this.filled === this.piece.length) {
        this.port.postMessage(this.piece.buffer, [this.piece.buffer]);
        this.piece = new Int16Array(512);
        this.filled = 0;
      }
    }
    return true;
  }
}

registerProcessor('microphone', Microphone);
