import type { Charset } from '../types.ts';
import { cp852UpperHalf } from './cp852.ts';

type Decoder = InstanceType<typeof TextDecoder>;

/** Decoders are kept: making one costs more than reading a short answer with it. */
const decoders = new Map<string, Decoder>();

function decoderFor(label: string, fatal: boolean): Decoder {
  const key = `${label} ${fatal}`;
  let decoder = decoders.get(key);
  if (decoder === undefined) {
    decoder = new TextDecoder(label, { fatal });
    decoders.set(key, decoder);
  }
  return decoder;
}

/**
 * Bytes as text. A byte order mark is dropped; UTF-16 is little-endian unless its mark says otherwise. Bytes that mean nothing in the
 * charset become U+FFFD, so that the answer of a careless counterparty can still be read.
 */
export function decodeText(bytes: Uint8Array, charset: Charset): string {
  if (charset === 'cp852') return decodeCp852(bytes);
  return decoderFor(labelFor(bytes, charset), false).decode(bytes);
}

/** The same, but undefined when the bytes are not text in this charset. */
export function decodeTextStrictly(bytes: Uint8Array, charset: Charset): string | undefined {
  if (charset === 'cp852') return decodeCp852(bytes);
  return decodeWithLabel(bytes, labelFor(bytes, charset));
}

/** Text in any charset that the platform's TextDecoder knows (answers in Shift_JIS exist); undefined when it does not, or cannot. */
export function decodeWithLabel(bytes: Uint8Array, label: string): string | undefined {
  try {
    return decoderFor(label, true).decode(bytes);
  } catch (fault) {
    if (fault instanceof RangeError || fault instanceof TypeError) return undefined;
    throw fault;
  }
}

function labelFor(bytes: Uint8Array, charset: Charset): string {
  if (charset !== 'utf-16') return charset;
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-16le';
}

function decodeCp852(bytes: Uint8Array): string {
  // In pieces: an argument list of a million characters would overflow the stack.
  let text = '';
  for (let start = 0; start < bytes.length; start += 4096) {
    const codes: number[] = [];
    for (const byte of bytes.subarray(start, start + 4096)) {
      codes.push(byte < 0x80 ? byte : cp852UpperHalf.charCodeAt(byte - 0x80));
    }
    text += String.fromCharCode(...codes);
  }
  return text;
}
