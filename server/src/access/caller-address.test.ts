import { describe, expect, test } from 'vitest';
import { RangeList } from '../address-range.ts';
import { isAllowedAddress } from './authenticate.ts';
import { callerAddress } from './caller-address.ts';

const proxies = new RangeList(['10.0.0.0/8', '127.0.0.1', 'fd00::/8']);
const from = (socket: string, headers: Record<string, string> = {}) => callerAddress(socket, headers, proxies);
const by = (forwardedFor: string, socket = '10.0.0.1') => from(socket, { 'x-forwarded-for': forwardedFor });
const stranger = (address: string) => ({ address, passedOnByStranger: true });

describe('the address of the caller', () => {
  test('is the address of the socket', () => {
    expect(from('192.168.1.1')).toEqual({ address: '192.168.1.1', passedOnByStranger: false });
    expect(from('::ffff:192.168.1.1').address).toBe('192.168.1.1');
    expect(from('::ffff:c0a8:101').address).toBe('192.168.1.1');
    expect(from('fe80::1%eth0').address).toBe('fe80::1');
  });

  test('is not what a stranger writes into a header', () => {
    expect(by('127.0.0.1', '192.168.1.1')).toEqual(stranger('192.168.1.1'));
    expect(from('192.168.1.1', { forwarded: 'for=127.0.0.1' })).toEqual(stranger('192.168.1.1'));
    expect(from('192.168.1.1', { 'x-real-ip': '127.0.0.1' })).toEqual(stranger('192.168.1.1'));
  });

  test.each([
    ['127.0.0.1, 203.0.113.7, 10.0.0.9', '203.0.113.7'],
    ['203.0.113.7:51324', '203.0.113.7'],
    ['2001:db8::7', '2001:db8::7'],
    ['[2001:db8::7]:51324', '2001:db8::7'],
    ['[2001:db8::7]', '2001:db8::7'],
    ['fe80::1%eth0', 'fe80::1'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['203.0.113.7, ::ffff:10.0.0.9, fd00::5', '203.0.113.7'],
    ['10.0.0.5', '10.0.0.5'],
    ['203.0.113.7, unknown', 'unknown'],
    ['203.0.113.7, not an address, 10.0.0.9', 'not an address'],
  ])('behind a trusted proxy X-Forwarded-For: %s means %s', (value, address) => {
    expect(by(value)).toEqual({ address, passedOnByStranger: false });
  });

  test.each([
    ['for=203.0.113.7', '203.0.113.7'],
    ['for=127.0.0.1;proto=https, For="203.0.113.7:4711";by=10.0.0.1', '203.0.113.7'],
    ['for="[2001:db8::7]:4711"', '2001:db8::7'],
    ['proto=http;for="[2001:db8::7]", for=10.0.0.9', '2001:db8::7'],
    ['for=203.0.113.7, for=_hidden', '_hidden'],
    ['for=203.0.113.7, for=unknown', 'unknown'],
    ['for=127.0.0.1, proto=https', 'unknown'],
    ['for="203.0.113.7, for=127.0.0.1', 'unknown'],
    ['for=127.0.0.1;for=x"', 'unknown'],
  ])('behind a trusted proxy Forwarded: %s means %s', (value, address) => {
    expect(from('10.0.0.1', { forwarded: value })).toEqual({ address, passedOnByStranger: false });
  });

  test('is not believed where the two headers disagree: the proxy keeps one, and the caller wrote the other', () => {
    const both = (forwarded: string) => from('10.0.0.1', { 'x-forwarded-for': '203.0.113.7', forwarded });
    expect(both('for=198.51.100.1')).toEqual(stranger('10.0.0.1'));
    expect(both('for=203.0.113.7')).toEqual({ address: '203.0.113.7', passedOnByStranger: false });
  });

  test('is nobody’s where a trusted proxy says that it passes a call on, and not for whom', () => {
    expect(from('127.0.0.1', { 'x-real-ip': '203.0.113.7' })).toEqual(stranger('127.0.0.1'));
    expect(by(' , ')).toEqual(stranger('10.0.0.1'));
  });
});

describe('the addresses of the installation', () => {
  const allowed = new RangeList(['192.0.2.0/24']);
  const may = (address: string, passedOnByStranger = false, list: RangeList | undefined = allowed) =>
    isAllowedAddress({ address, passedOnByStranger }, list);

  test('let in who is named, and this machine', () => {
    expect(['192.0.2.5', '127.0.0.1', '::1', '192.0.3.5'].map((address) => may(address))).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  test('do not take a call for this machine’s that was passed on by a stranger', () => {
    expect(may('127.0.0.1', true)).toBe(false);
    expect(isAllowedAddress({ address: '127.0.0.1', passedOnByStranger: true }, undefined)).toBe(true);
  });
});
