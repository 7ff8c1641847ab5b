import {
  brotliDecompressSync,
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  gunzipSync,
  inflateRawSync,
  inflateSync,
  type ZlibOptions,
} from 'node:zlib';
import { keptAnswerBytes } from './outbound-request.ts';

export type Decompressed =
  | { readonly ok: true; readonly body: Uint8Array; readonly truncated: boolean }
  | { readonly ok: false; readonly sentence: string };

/** What Gangway tells a server that it can read. */
export const acceptedEncodings = 'gzip, deflate, br';

type Coding = 'gzip' | 'deflate' | 'br';

/** Compressed bytes of one answer that are read at most: a megabyte of noise does not shrink, and headers of gzip may hold names. */
export const compressedBytesRead = keptAnswerBytes + 65_536;

/** Up to this size decompressing on the spot is cheaper than a stream and a trip to libuv's threads (20 against 90 microseconds for 2 KB). */
const smallBytes = 16_384;

export const isCompressed = (encoding: string): boolean => encoding !== '' && encoding !== 'identity';

/**
 * Decompresses the body of an answer up to the kept megabyte and no further, however much it claims to hold.
 * `cut` says that more compressed bytes were coming, so that an unfinished end is no fault.
 */
export async function decompress(encoding: string, compressed: Uint8Array, cut: boolean): Promise<Decompressed> {
  const coding = codingOf(encoding);
  if (coding === undefined) {
    return { ok: false, sentence: `its body is encoded as "${encoding.slice(0, 60)}", which cannot be read` };
  }
  return (cut ? undefined : decompressSmall(coding, compressed)) ?? decompressStream(coding, compressed, cut);
}

function codingOf(encoding: string): Coding | undefined {
  const name = encoding.trim().toLowerCase();
  if (name === 'gzip' || name === 'x-gzip') return 'gzip';
  return name === 'deflate' || name === 'br' ? name : undefined;
}

/** Undefined where it does not fit or does not end well: the stream then finds out which. */
function decompressSmall(coding: Coding, compressed: Uint8Array): Decompressed | undefined {
  if (compressed.byteLength > smallBytes) return undefined;
  const options = { maxOutputLength: keptAnswerBytes };
  try {
    return { ok: true, body: decompressNow(coding, compressed, options), truncated: false };
  } catch {
    return undefined;
  }
}

function decompressNow(coding: Coding, compressed: Uint8Array, options: ZlibOptions): Uint8Array {
  if (coding === 'br') return brotliDecompressSync(compressed, options);
  if (coding === 'gzip') return gunzipSync(compressed, options);
  return hasZlibHeader(compressed) ? inflateSync(compressed, options) : inflateRawSync(compressed, options);
}

/** Servers send `deflate` with and without zlib's header (RFC 9110 8.4.1.2 asks for it); its first half byte is 8. */
const hasZlibHeader = (compressed: Uint8Array): boolean => ((compressed[0] ?? 0) & 0x0f) === 8;

function decompressStream(coding: Coding, compressed: Uint8Array, cut: boolean): Promise<Decompressed> {
  return new Promise((resolve) => {
    const stream = streamFor(coding, compressed, cut);
    const chunks: Buffer[] = [];
    let size = 0;
    const finish = (truncated: boolean): void =>
      resolve({ ok: true, body: Buffer.concat(chunks, Math.min(size, keptAnswerBytes)), truncated });
    stream.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.byteLength;
      if (size <= keptAnswerBytes) return;
      stream.destroy();
      finish(true);
    });
    stream.on('end', () => finish(cut));
    stream.on('error', () => {
      if (cut) finish(true);
      else resolve({ ok: false, sentence: `its body claims to be ${coding} but cannot be decompressed` });
    });
    stream.end(compressed);
  });
}

function streamFor(coding: Coding, compressed: Uint8Array, cut: boolean) {
  if (coding === 'br') {
    return createBrotliDecompress(cut ? { finishFlush: constants.BROTLI_OPERATION_FLUSH } : {});
  }
  const options = cut ? { finishFlush: constants.Z_SYNC_FLUSH } : {};
  if (coding === 'gzip') return createGunzip(options);
  return hasZlibHeader(compressed) ? createInflate(options) : createInflateRaw(options);
}
