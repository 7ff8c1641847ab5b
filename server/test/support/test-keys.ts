import { secretKeys } from '../../src/configuration/seal.ts';

export const testKeys = secretKeys(['a key for the tests, long enough.']);
export const loopback = ['127.0.0.0/8', '::1/128'];
