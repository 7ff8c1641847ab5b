import { expect, test } from 'vitest';
import { isLoopback, isLoopbackRange, parseRange, RangeList } from './address-range.ts';

test('reads addresses and ranges of both families, and nothing else', () => {
  expect(parseRange('10.0.0.0/8')).toEqual({ address: '10.0.0.0', prefix: 8, family: 'ipv4' });
  expect(parseRange(' fd00::/8 ')).toEqual({ address: 'fd00::', prefix: 8, family: 'ipv6' });
  expect(parseRange('::1')?.prefix).toBe(128);
  for (const text of [
    '10.0.0.0/33',
    '10.0.0',
    '10.0.0.0/',
    'example.com',
    '',
    '::1/129',
    '1.2.3.4/8/8',
    '010.1.1.1x',
  ]) {
    expect(parseRange(text), text).toBeUndefined();
  }
});

test('finds an address in several ranges, also one that a dual-stack socket reports', () => {
  const list = new RangeList(['192.168.1.0/24', '2001:db8::/32', '10.1.1.1']);
  for (const address of ['192.168.1.200', '::ffff:192.168.1.3', '2001:db8:1::5', '10.1.1.1']) {
    expect(list.contains(address), address).toBe(true);
  }
  for (const address of ['192.168.2.1', '10.1.1.2', '::1', '', 'nonsense'])
    expect(list.contains(address), address).toBe(false);
  expect(new RangeList([]).contains('127.0.0.1')).toBe(false);
});

test('knows loopback addresses, and ranges that hold nothing else', () => {
  expect(['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1'].every(isLoopback)).toBe(true);
  expect(isLoopback('128.0.0.1')).toBe(false);
  expect(['127.0.0.0/8', '127.0.0.1', '::1/128'].every(isLoopbackRange)).toBe(true);
  expect(['0.0.0.0/0', '::/0', '126.0.0.0/7', '10.0.0.1'].some(isLoopbackRange)).toBe(false);
});
