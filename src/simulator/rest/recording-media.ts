import { Readable } from 'node:stream';

const SAMPLE_RATE = 8000;
const BYTES_PER_SAMPLE = 2;
const HEADER_BYTES = 44;
/** Longer recordings are cut off: nobody listens to them. */
const MOST_SECONDS = 60 * 60;
/** A quiet tone, in Hz and of 32767. */
const PITCH = 440;
const LOUDNESS = 600;

/** A WAV file of so many seconds, 8 kHz and 16 bit, with a quiet tone in it. */
export function recordingMedia(seconds: number, channels: 1 | 2): { readonly bytes: number; readonly body: Readable } {
  const length = Math.min(seconds, MOST_SECONDS);
  const second = oneSecond(channels);
  const dataBytes = length * second.length;
  function* parts(): Generator<Buffer> {
    yield header(dataBytes, channels);
    for (let index = 0; index < length; index += 1) yield second;
  }
  return { bytes: HEADER_BYTES + dataBytes, body: Readable.from(parts()) };
}

function header(dataBytes: number, channels: number): Buffer {
  const bytes = Buffer.alloc(HEADER_BYTES);
  bytes.write('RIFF', 0, 'ascii');
  bytes.writeUInt32LE(HEADER_BYTES - 8 + dataBytes, 4);
  bytes.write('WAVEfmt ', 8, 'ascii');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20); // PCM
  bytes.writeUInt16LE(channels, 22);
  bytes.writeUInt32LE(SAMPLE_RATE, 24);
  bytes.writeUInt32LE(SAMPLE_RATE * channels * BYTES_PER_SAMPLE, 28);
  bytes.writeUInt16LE(channels * BYTES_PER_SAMPLE, 32);
  bytes.writeUInt16LE(8 * BYTES_PER_SAMPLE, 34);
  bytes.write('data', 36, 'ascii');
  bytes.writeUInt32LE(dataBytes, 40);
  return bytes;
}

/** Whole waves fit in a second, so that one second follows the other without a click. */
function oneSecond(channels: number): Buffer {
  const bytes = Buffer.alloc(SAMPLE_RATE * channels * BYTES_PER_SAMPLE);
  for (let index = 0; index < SAMPLE_RATE * channels; index += 1) {
    const time = Math.floor(index / channels) / SAMPLE_RATE;
    bytes.writeInt16LE(Math.round(LOUDNESS * Math.sin(2 * Math.PI * PITCH * time)), index * BYTES_PER_SAMPLE);
  }
  return bytes;
}
