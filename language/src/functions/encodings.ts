import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { base64Of } from '../base64.ts';
import { TEXT } from '../environment.ts';
import type { Frame } from '../frame.ts';
import { jsonText } from '../json-text.ts';
import { LEFT_OUT } from '../values.ts';
import { argumentAt, ofText, textAt, wordArgument } from './define.ts';
import type { Call, FunctionDefinition } from './definition.ts';

const utf8 = new TextEncoder();

const ENCODINGS = ['hex', 'base64'] as const;

/** Hashing takes far longer per character than copying, so a step is worth fewer characters. */
function chargeHash(text: string, frame: Frame, call: Call): void {
  frame.charge(8 + (text.length >> 4), call.place);
}

function hash(
  signature: Pick<FunctionDefinition, 'name' | 'takes' | 'least' | 'most'>,
  digest: (text: Uint8Array, frame: Frame, call: Call) => Uint8Array,
): FunctionDefinition {
  const position = signature.most - 1;
  return {
    ...ofText(signature, (text) => text),
    compile: (call) => {
      const encodingOf = wordArgument(call, position, ENCODINGS, 'hex');
      const hashed = ofText(signature, (text, frame) => {
        chargeHash(text, frame, call);
        const bytes = digest(utf8.encode(text), frame, call);
        return encodingOf(frame) === 'hex' ? bytesToHex(bytes) : base64Of(bytes);
      });
      return hashed.compile(call);
    },
  };
}

const json: FunctionDefinition = {
  name: 'json',
  takes: 'value',
  least: 1,
  most: 1,
  shape: () => TEXT,
  compile: (call) => {
    const { evaluate, place } = argumentAt(call, 0);
    return (frame) => {
      const value = evaluate(frame);
      return value === LEFT_OUT ? LEFT_OUT : jsonText(value, frame, place);
    };
  },
};

export const ENCODING_FUNCTIONS: readonly FunctionDefinition[] = [
  ofText({ name: 'base64', takes: 'text', least: 1, most: 1 }, (text, frame, call) => {
    const encoded = base64Of(utf8.encode(text));
    frame.chargeText(encoded.length, call.place);
    return encoded;
  }),
  hash({ name: 'sha256', takes: "text, ['hex' or 'base64']", least: 1, most: 2 }, (bytes) => sha256(bytes)),
  hash({ name: 'hmac', takes: "text, key, ['hex' or 'base64']", least: 2, most: 3 }, (bytes, frame, call) => {
    const key = textAt(call, 1, frame, '');
    chargeHash(key, frame, call);
    return hmac(sha256, utf8.encode(key), bytes);
  }),
  json,
];
